/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock that stands still until it is told to go on. */
public final class VirtualTime implements LongSupplier {
  // Not 0: nothing may depend on where the clock begins. Near its wrap, as System.nanoTime may be.
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);

  public void advance(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  @Override
  public long getAsLong() {
    return nanos.get();
  }
}
