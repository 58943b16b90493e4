/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.host;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.Outcome;

/** How many requests a host may have in flight. Safe for use by many threads. */
@FunctionalInterface
public interface Capacity {
  /** Any number. */
  Capacity UNLIMITED = () -> Integer.MAX_VALUE;

  /** The number at present; at least 1. */
  int limit();

  /** Whether {@linkplain #sample samples} change the number. */
  default boolean isAdaptive() {
    return false;
  }

  /** The endpoint has other properties from now on. */
  default void describe(Endpoint endpoint) {}

  /**
   * A request got its response, or ended without.
   *
   * @param outcome how it went; never {@link Outcome#CANCELED}
   * @param nanos since it began
   * @param inFlight how many were in flight, this one included
   */
  default void sample(Outcome outcome, long nanos, int inFlight, long now) {}
}
