/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.health;

import io.github.evenkeel.Outcome;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** How many requests a host had in the last interval, and how many of them failed. */
final class RequestWindow implements Counter {
  /** A request, in a number whose lower half counts failures. */
  private static final long REQUEST = 1L << Integer.SIZE;

  private static final long FAILURES = REQUEST - 1;

  private final Predicate<Outcome> isFailure;
  private final Ring<AtomicLong> buckets;

  /**
   * Makes a window without requests.
   *
   * @param isFailure what counts as a failure
   */
  RequestWindow(Duration window, long now, Predicate<Outcome> isFailure) {
    this.isFailure = isFailure;
    this.buckets = new Ring<>(window, now, AtomicLong::new);
  }

  /** The requests of a window. */
  record Counts(long requests, long failures) {
    double failurePercent() {
      return 100.0 * failures / requests;
    }

    double successPercent() {
      return 100.0 * (requests - failures) / requests;
    }
  }

  @Override
  public void completed(Outcome outcome, long now) {
    AtomicLong bucket = buckets.at(now);
    if (bucket != null) {
      // One number, so that no reader sees a failure without its request.
      bucket.getAndAdd(isFailure.test(outcome) ? REQUEST + 1 : REQUEST);
    }
  }

  /** The requests of the window that ends at {@code now}. */
  Counts until(long now) {
    long requests = 0;
    long failures = 0;
    for (AtomicLong bucket : buckets.until(now)) {
      long counted = bucket.get();
      requests += counted >>> Integer.SIZE;
      failures += counted & FAILURES;
    }
    return new Counts(requests, failures);
  }

  @Override
  public void clear() {
    buckets.clear();
  }
}
