/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import io.github.evenkeel.DiscoveryException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong, and what the subscriber has been told of that: each kind of failure once in an
 * outage, and that everything is right again. Two things may be wrong at a time: the watch fails,
 * and what was read last makes no sense. Not safe for use by many threads.
 */
final class Problems {
  /** An API server that starts denies access for up to 9 s, until it has loaded its roles. */
  static final Duration FORBIDDEN_FOR_GOOD = Duration.ofSeconds(10);

  private final Watched<?> watched;
  private final Subscriber subscriber;

  private final Set<Told> told = new HashSet<>();
  private @Nullable Long forbiddenSince;
  private @Nullable DiscoveryException complaint;
  private @Nullable DiscoveryException last;

  private record Told(ApiFailure.Kind kind, int code, boolean permanent) {}

  Problems(Watched<?> watched, Subscriber subscriber) {
    this.watched = watched;
    this.subscriber = subscriber;
  }

  /**
   * The watch fails.
   *
   * @param known what becomes of the endpoints that are known, for people
   */
  void failed(ApiFailure failure, Throwable thrown, String known, long now) {
    if (!failure.isForbidden()) {
      forbiddenSince = null;
    } else if (forbiddenSince == null) {
      forbiddenSince = now;
    }
    boolean mayPass = untilVerdict(now).compareTo(Duration.ZERO) > 0;
    boolean isPermanent = failure.isPermanent() && !mayPass;
    if (!told.add(new Told(failure.kind(), failure.code(), isPermanent))) {
      return;
    }
    String message =
        "Cannot watch the %s: %s. %s. Trying on; %s"
            .formatted(
                watched,
                failure.found(),
                mayPass
                    ? "That is so for some seconds while an API server starts; if it lasts, a"
                        + " permission is missing"
                    : failure.advice(watched),
                known);
    tell(
        isPermanent
            ? DiscoveryException.permanent(message, thrown)
            : DiscoveryException.temporary(message, thrown));
  }

  /** Shortens a pause so that access that is denied is tried again when that counts for good. */
  Duration shortened(Duration pause, long now) {
    Duration left = untilVerdict(now);
    return left.compareTo(Duration.ZERO) > 0 && left.compareTo(pause) < 0 ? left : pause;
  }

  /** Zero or less if nothing is to be decided. */
  private Duration untilVerdict(long now) {
    return forbiddenSince == null
        ? Duration.ZERO
        : FORBIDDEN_FOR_GOOD.minusNanos(now - forbiddenSince);
  }

  /** The watch works. */
  void watching() {
    forbiddenSince = null;
    if (told.isEmpty()) {
      return;
    }
    told.clear();
    if (complaint == null) {
      subscriber.onRecovered();
    } else {
      tell(complaint);
    }
  }

  /** What was read last makes no sense, in whole or in part; null if all of it does. */
  void complain(@Nullable DiscoveryException now) {
    String before = complaint == null ? null : complaint.getMessage();
    if (Objects.equals(before, now == null ? null : now.getMessage())) {
      return;
    }
    complaint = now;
    if (now != null) {
      tell(now);
    } else if (told.isEmpty()) {
      subscriber.onRecovered();
    }
  }

  private void tell(DiscoveryException problem) {
    last = problem;
    subscriber.onError(problem);
  }

  /** What was told last, even if it is over; null if nothing ever was. */
  @Nullable DiscoveryException last() {
    return last;
  }
}
