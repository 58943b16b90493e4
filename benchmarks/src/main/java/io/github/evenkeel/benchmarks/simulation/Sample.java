/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import java.util.Arrays;

/** Durations in ticks, all kept, so that quantiles are exact. */
final class Sample {
  private long[] values = new long[1024];
  private int size;
  private boolean sorted = true;

  void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
    sorted = false;
  }

  int size() {
    return size;
  }

  /** The mean in units of time; NaN if there are no values. */
  double mean() {
    return VirtualTime.units((double) Arrays.stream(values, 0, size).sum() / size);
  }

  /** The smallest value that at least a share {@code p} does not exceed, in units; NaN if none. */
  double quantile(double p) {
    if (size == 0) {
      return Double.NaN;
    }
    if (!sorted) {
      Arrays.sort(values, 0, size);
      sorted = true;
    }
    return VirtualTime.units((double) values[Math.max(0, (int) Math.ceil(p * size) - 1)]);
  }
}
