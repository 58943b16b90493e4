/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.hedging;

/** How long the answer to a request may take before there is a hedge. Safe for many threads. */
public interface HedgeDelay {
  long NEVER = Long.MAX_VALUE;

  /** The delay of a request that begins now, in nanoseconds, or {@link #NEVER}. */
  long nanos(long now);

  /**
   * A request was answered, or would have been later than this.
   *
   * @param tookNanos how long it took, or had taken when a hedge was answered first
   */
  void answered(long tookNanos, long now);
}
