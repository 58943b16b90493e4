/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick;

import java.util.Arrays;

/**
 * Draws an index with a chance in proportion to its weight, in constant time whatever their number.
 * Immutable.
 *
 * <p>Walker's alias method, built as in Vose, "A Linear Algorithm for Generating Random Numbers
 * with a Given Distribution", 1991.
 */
final class AliasTable {
  private static final long LOWER = 0xffffffffL;

  /**
   * For each index its share of its place, in units of 2^-32, in the upper half, and whose the rest
   * is in the lower; so a draw looks at one place in memory.
   */
  private final long[] places;

  /**
   * Makes a table.
   *
   * @param weights 1 on average
   */
  AliasTable(double[] weights) {
    int size = weights.length;
    places = new long[size];
    Arrays.setAll(places, i -> i); // Its own, whatever its share is.
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
      places[poor] = ((long) Math.scalb(left[poor], Integer.SIZE) << Integer.SIZE) | rich;
      left[rich] -= 1 - left[poor];
      if (left[rich] < 1) {
        large++;
        stack[small++] = rich;
      }
    }
  }

  /**
   * Returns an index.
   *
   * @param bits 32 random ones
   */
  int draw(int bits) {
    // One number for both decisions: its whole part and its fraction, in units of 2^-32, are
    // independent.
    long point = (bits & LOWER) * places.length;
    int index = (int) (point >>> Integer.SIZE);
    long place = places[index];
    return (point & LOWER) < place >>> Integer.SIZE ? index : (int) place;
  }
}
