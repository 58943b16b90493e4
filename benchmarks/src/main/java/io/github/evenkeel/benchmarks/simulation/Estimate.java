/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import java.util.Arrays;

/**
 * The mean of independent runs, and how far the true mean may be from it.
 *
 * @param mean mean over the runs
 * @param margin half the width of the 95% confidence interval by Student's t; NaN of a single run
 */
record Estimate(double mean, double margin) {
  /** The 97.5% quantile of Student's t with 1, 2, … degrees of freedom. */
  private static final double[] STUDENT = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262
  };

  static Estimate of(double... runs) {
    int n = runs.length;
    if (n > STUDENT.length + 1) {
      throw new IllegalArgumentException("runs must be at most 10, but were " + n);
    }
    double mean = Arrays.stream(runs).sum() / n;
    if (n == 1) {
      return new Estimate(mean, Double.NaN);
    }
    double squares = Arrays.stream(runs).map(run -> (run - mean) * (run - mean)).sum();
    return new Estimate(mean, STUDENT[n - 2] * Math.sqrt(squares / (n - 1) / n));
  }
}
