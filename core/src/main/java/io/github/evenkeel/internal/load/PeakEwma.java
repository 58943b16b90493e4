/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.load;

import io.github.evenkeel.internal.host.ResponseTimes;
import java.time.Duration;

/**
 * An average that jumps up to a peak at once, comes down by the decay, and decays towards nothing
 * while nothing is heard: Finagle's peak EWMA. Value and time are written one after the other; a
 * reader in between sees an average that is off for one pick.
 */
final class PeakEwma implements ResponseTimes {
  /** Less is nothing. */
  private static final double LEAST_NANOS = 1;

  private final double decayNanos;
  private volatile double average;
  private volatile long updatedAt;

  PeakEwma(Duration decay) {
    this.decayNanos = decay.toNanos();
  }

  @Override
  public void add(long nanos, long now) {
    double before = average;
    double kept = weight(now);
    average = nanos > before ? nanos : nanos + (before - nanos) * kept;
    updatedAt = now;
  }

  @Override
  public double at(long now) {
    double projected = average * weight(now);
    return projected < LEAST_NANOS ? 0 : projected;
  }

  private double weight(long now) {
    return Math.exp(-Math.max(now - updatedAt, 0) / decayNanos);
  }
}
