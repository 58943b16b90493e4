/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Draws an index with a chance in proportion to its weight, in constant time whatever their number.
 * Immutable.
 *
 * <p>Walker's alias method, built as in Vose, "A Linear Algorithm for Generating Random Numbers
 * with a Given Distribution", 1991.
 */
final class AliasTable {
  private final double[] threshold;
  private final int[] alias;

  /**
   * Makes a table.
   *
   * @param weights 1 on average
   */
  AliasTable(double[] weights) {
    int size = weights.length;
    threshold = new double[size];
    alias = new int[size];
    Arrays.fill(threshold, 1);
    double[] left = weights.clone();
    int[] stack = new int[size];
    int small = 0;
    int large = size;
    for (int i = 0; i < size; i++) {
      if (left[i] < 1) {
        stack[small++] = i;
      } else {
        stack[--large] = i;
      }
    }
    while (small > 0 && large < size) {
      int poor = stack[--small];
      int rich = stack[large];
      threshold[poor] = left[poor];
      alias[poor] = rich;
      left[rich] -= 1 - left[poor];
      if (left[rich] < 1) {
        large++;
        stack[small++] = rich;
      }
    }
  }

  int draw(RandomGenerator random) {
    // One number for both decisions: its whole part and its fraction are independent.
    double point = random.nextDouble() * alias.length;
    int index = (int) point;
    return point - index < threshold[index] ? index : alias[index];
  }
}
