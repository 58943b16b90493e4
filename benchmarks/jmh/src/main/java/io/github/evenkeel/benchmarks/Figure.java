/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

/**
 * A measured value and its spread.
 *
 * @param value the median, or a ratio of medians
 * @param spread half the distance between the quartiles, or what follows from it for a ratio
 */
record Figure(double value, double spread) {

  static Figure time(Measurement measurement) {
    return new Figure(measurement.time(), measurement.spread());
  }

  static Figure bytes(Measurement measurement) {
    return new Figure(measurement.bytes(), 0);
  }

  /** The ratio to another figure; the relative spreads add up as those of independent values do. */
  Figure over(Figure other) {
    double ratio = value / other.value;
    return new Figure(ratio, ratio * Math.hypot(spread / value, other.spread / other.value));
  }

  boolean isAtMost(double bound) {
    return value <= bound;
  }

  /** Whether the bound lies within the spread, so that another run may decide otherwise. */
  boolean isCloseTo(double bound) {
    return Math.abs(value - bound) < spread;
  }
}
