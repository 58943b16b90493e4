/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/**
 * How many requests arrive.
 *
 * @param peak the highest rate, in requests per unit of time
 * @param rate the rate at a time, in units since measuring began
 * @param steady the rate if it never changes
 */
record Arrivals(double peak, DoubleUnaryOperator rate, OptionalDouble steady) {

  /** The same rate all the time. */
  static Arrivals constant(double rate) {
    return new Arrivals(rate, time -> rate, OptionalDouble.of(rate));
  }

  /**
   * Up from {@code base} to {@code peak} and down again, in straight lines, from 0 to {@code end}.
   */
  static Arrivals ramp(double base, double peak, double end) {
    return new Arrivals(
        peak,
        time -> base + (peak - base) * Math.max(0, 1 - Math.abs(2 * time / end - 1)),
        OptionalDouble.empty());
  }
}
