/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets something happen no more often than once in an interval. What does not get its turn asks
 * again; nothing is saved up.
 *
 * <p>Shared by many threads, of which one gets the turn.
 */
public final class Spacing {
  private static final long NEVER = Long.MIN_VALUE;

  private final long intervalNanos;
  private final AtomicLong lastNanos = new AtomicLong(NEVER);

  /** Makes a spacing whose first turn is free. */
  public Spacing(long intervalNanos) {
    this.intervalNanos = intervalNanos;
  }

  /** Takes the turn, if the last one was long enough ago. */
  public boolean tryTakeTurn(long now) {
    long last = lastNanos.get();
    return (last == NEVER || now - last >= intervalNanos) && lastNanos.compareAndSet(last, now);
  }
}
