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
  private static final long FRACTION_MASK = 0xffffffffL;

  /** In units of 2^-32; a share that is smaller than that is none. */
  private final long[] threshold;

  private final int[] alias;

  /**
   * Makes a table.
   *
   * @param weights 1 on average
   */
  AliasTable(double[] weights) {
    int size = weights.length;
    threshold = new long[size];
    alias = new int[size];
    Arrays.fill(threshold, 1L << Integer.SIZE);
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
      threshold[poor] = (long) Math.scalb(left[poor], Integer.SIZE);
      alias[poor] = rich;
      left[rich] -= 1 - left[poor];
      if (left[rich] < 1) {
        large++;
        stack[small++] = rich;
      }
    }
  }

  int draw(RandomGenerator random) {
    // One number for both decisions: its whole part and its fraction, in units of 2^-32, are
    // independent.
    long point = (random.nextInt() & FRACTION_MASK) * alias.length;
    int index = (int) (point >>> Integer.SIZE);
    return (point & FRACTION_MASK) < threshold[index] ? index : alias[index];
  }
}
