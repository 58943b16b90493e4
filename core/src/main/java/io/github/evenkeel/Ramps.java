/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which hosts are in slow start, and since when: by identity, so that an update that changes
 * something else does not begin it anew (trap 17). Guarded by the balancer's lock.
 */
final class Ramps {
  /** In how many steps a weight rises, at most. */
  private static final int STEPS = 100;

  private final SlowStart slowStart;
  private final Map<EndpointId, Long> began = new HashMap<>();

  Ramps(SlowStart slowStart) {
    this.slowStart = slowStart;
  }

  void begin(EndpointId id, long now) {
    began.put(id, now);
  }

  /** Forgets hosts that are gone or have reached full weight. */
  void tidy(Set<EndpointId> present, long now) {
    began
        .entrySet()
        .removeIf(
            ramp ->
                !present.contains(ramp.getKey())
                    || now - ramp.getValue() >= slowStart.windowNanos());
  }

  boolean isEmpty() {
    return began.isEmpty();
  }

  double factor(EndpointId id, long now) {
    Long since = began.get(id);
    return since == null ? 1 : slowStart.factor(now - since);
  }

  /** How long weights may be used before they are computed again. */
  long stepNanos() {
    return Math.max(slowStart.windowNanos() / STEPS, 1);
  }
}
