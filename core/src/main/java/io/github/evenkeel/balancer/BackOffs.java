/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.balancer;

import io.github.evenkeel.internal.host.Host;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The hosts that have asked not to be used for a while, and until when.
 *
 * <ul>
 *   <li>Writers: threads whose response asks for it; the control path forgets what is over.
 *   <li>Readers: the control path.
 *   <li>Invariant: a host is not used before the latest time that it has asked for, unless all
 *       others back off, too.
 *   <li>Why: a map that is safe for threads, so that a request does not wait for the lock. It is
 *       small: mostly empty.
 * </ul>
 */
final class BackOffs {
  private final Duration longest;
  private final Map<Host, Long> until = new ConcurrentHashMap<>();

  /**
   * Makes an empty one.
   *
   * @param longest how long a host may back off; zero for not at all
   */
  BackOffs(Duration longest) {
    this.longest = longest;
  }

  /** A host asks not to be used; returns whether it is used until now. */
  boolean add(Host host, Duration duration, long now) {
    Duration bounded = duration.compareTo(longest) < 0 ? duration : longest;
    if (bounded.isNegative() || bounded.isZero()) {
      return false;
    }
    long end = now + bounded.toNanos();
    Long before = until.get(host);
    until.merge(host, end, (one, other) -> one - other > 0 ? one : other);
    return before == null || before - now <= 0;
  }

  void forget(Host host) {
    until.remove(host);
  }

  /**
   * Returns those of {@code hosts} that do not back off. If that leaves none, or only hosts that
   * are out or half-open and could not take the load of the others, returns all.
   */
  List<Host> without(List<Host> hosts, long now) {
    until.values().removeIf(end -> end - now <= 0);
    if (until.isEmpty()) {
      return hosts;
    }
    List<Host> others = hosts.stream().filter(host -> !until.containsKey(host)).toList();
    boolean isTooFew = others.stream().noneMatch(BackOffs::isActive);
    return others.isEmpty() || (isTooFew && hosts.stream().anyMatch(BackOffs::isActive))
        ? hosts
        : others;
  }

  private static boolean isActive(Host host) {
    return host.state() == Host.State.ACTIVE && host.isHealthy();
  }

  /** After how long the next host is used again. */
  Optional<Duration> untilNextEnd(long now) {
    return until.values().stream()
        .map(end -> Duration.ofNanos(Math.max(end - now, 0)))
        .min(Comparator.naturalOrder());
  }
}
