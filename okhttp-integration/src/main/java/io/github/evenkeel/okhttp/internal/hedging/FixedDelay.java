/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.hedging;

import java.time.Duration;

/** The same delay for every request, however long responses take. */
public record FixedDelay(Duration delay) implements HedgeDelay {
  @Override
  public long nanos(long now) {
    return delay.toNanos();
  }

  @Override
  public void answered(long tookNanos, long now) {}
}
