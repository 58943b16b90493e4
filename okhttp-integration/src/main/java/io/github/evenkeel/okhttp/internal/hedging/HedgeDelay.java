/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.hedging;

/**
 * How long the response to a request may take before a hedge is sent. Safe for use by multiple
 * threads.
 */
public interface HedgeDelay {
  long NEVER = Long.MAX_VALUE;

  /** The delay of a request that begins now, in nanoseconds, or {@link #NEVER}. */
  long nanos(long now);

  /**
   * Records the response time of a request, or a lower bound for it.
   *
   * @param tookNanos how long the request took, or had taken when the hedge's response arrived
   *     first
   */
  void answered(long tookNanos, long now);
}
