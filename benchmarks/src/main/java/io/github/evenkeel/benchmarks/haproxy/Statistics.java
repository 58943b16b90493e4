/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

import java.util.Arrays;

/** Figures that stand for many. */
final class Statistics {
  private Statistics() {}

  /** The middle one, or the mean of the two in the middle. */
  static double median(double... sample) {
    double[] sorted = sorted(sample);
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  /**
   * The smallest value of the sample that at least the share {@code p} of it does not exceed.
   *
   * @param p above 0, at most 1
   */
  static double quantile(double p, double... sample) {
    double[] sorted = sorted(sample);
    return sorted[(int) Math.ceil(p * sorted.length) - 1];
  }

  private static double[] sorted(double... sample) {
    if (sample.length == 0) {
      throw new IllegalArgumentException("sample must have at least 1 value, but has 0");
    }
    double[] sorted = sample.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
