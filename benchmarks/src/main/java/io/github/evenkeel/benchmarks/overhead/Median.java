/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.overhead;

import java.util.Arrays;

/**
 * The median of a sample, and an interval that holds the true one with at least 95% confidence. The
 * interval is that of the order statistics, which assumes nothing about how the values are
 * distributed but that they are independent.
 */
record Median(double value, double low, double high) {
  /** The 97.5% quantile of the normal distribution. */
  private static final double Z = 1.96;

  static Median of(double... sample) {
    if (sample.length == 0) {
      throw new IllegalArgumentException("sample must have at least 1 value, but has 0");
    }
    double[] sorted = sample.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    // The number of values below the true median is binomial with p = 1/2.
    int rank = Math.max(0, (int) Math.floor((n - Z * Math.sqrt(n)) / 2) - 1);
    double middle = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    return new Median(middle, sorted[rank], sorted[n - 1 - rank]);
  }
}
