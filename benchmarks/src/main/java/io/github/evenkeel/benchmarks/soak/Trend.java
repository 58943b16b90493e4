/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.soak;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Where a series is heading, whatever single values say. */
final class Trend {
  private Trend() {}

  /**
   * The median of the slopes between all pairs of values (Theil and Sen), per step; 0 for fewer
   * than 2 values.
   */
  static double slope(List<Long> values) {
    List<Double> slopes = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      for (int j = i + 1; j < values.size(); j++) {
        slopes.add((double) (values.get(j) - values.get(i)) / (j - i));
      }
    }
    if (slopes.isEmpty()) {
      return 0;
    }
    Collections.sort(slopes);
    return (slopes.get((slopes.size() - 1) / 2) + slopes.get(slopes.size() / 2)) / 2;
  }
}
