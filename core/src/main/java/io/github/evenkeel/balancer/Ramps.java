/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.balancer;

import io.github.evenkeel.SlowStart;
import io.github.evenkeel.internal.host.Host;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Which hosts are in slow start, and since when. An update that changes something else does not
 * begin it anew (trap 17). Guarded by the load balancer's lock.
 */
final class Ramps {
  /** In how many steps a weight rises, at most. */
  private static final int STEPS = 100;

  private static final Duration SHORTEST_STEP = Duration.ofMillis(1);

  private final SlowStart slowStart;
  private final Map<Host, Long> began = new HashMap<>();

  Ramps(SlowStart slowStart) {
    this.slowStart = slowStart;
  }

  void begin(Host host, long now) {
    began.put(host, now);
  }

  void end(Host host) {
    began.remove(host);
  }

  /** By what the weight of a host is multiplied. */
  double factor(Host host, long now) {
    Long since = began.get(host);
    return since == null ? 1 : slowStart.factor(Duration.ofNanos(now - since));
  }

  /** Whether weights still rise after {@code now}. */
  boolean isOngoing(long now) {
    began.values().removeIf(since -> now - since >= slowStart.window().toNanos());
    return !began.isEmpty();
  }

  /** After how long weights rise again. */
  Duration step() {
    Duration step = slowStart.window().dividedBy(STEPS);
    return step.compareTo(SHORTEST_STEP) < 0 ? SHORTEST_STEP : step;
  }
}
