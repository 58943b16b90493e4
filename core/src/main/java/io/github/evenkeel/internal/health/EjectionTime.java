/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.health;

import java.time.Duration;

/**
 * How long a host is ejected: longer with each ejection, and shorter again for each interval that
 * it behaves, as in Envoy. Guarded by the load balancer's lock.
 */
final class EjectionTime {
  private final long baseNanos;
  private final long maxNanos;
  private final long intervalNanos;

  /** By what the base time was multiplied at the last ejection. */
  private long multiplier;

  private EjectionTime(long baseNanos, long maxNanos, long intervalNanos) {
    this.baseNanos = baseNanos;
    this.maxNanos = maxNanos;
    this.intervalNanos = intervalNanos;
  }

  /** Returns that of a host that was never ejected. */
  static EjectionTime of(Duration base, Duration max, Duration interval) {
    return new EjectionTime(base.toNanos(), max.toNanos(), interval.toNanos());
  }

  /**
   * Returns the time of another ejection.
   *
   * @param behavedNanos how long the host has behaved since the last one
   */
  Duration next(long behavedNanos) {
    long takenBack = Math.max(behavedNanos, 0) / intervalNanos;
    // It grows no further than it matters, or it would take as long to shrink.
    long most = (maxNanos + baseNanos - 1) / baseNanos;
    multiplier = Math.min(Math.max(multiplier - takenBack, 0) + 1, most);
    return Duration.ofNanos(Math.min(multiplier * baseNanos, maxNanos));
  }
}
