/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AliasTableTest {
  private static final int DRAWS = 1 << 16;

  /** Draws with bits that are spread evenly over all that there are. */
  private static int[] counts(double... weights) {
    AliasTable table = new AliasTable(weights);
    int[] counts = new int[weights.length];
    for (int i = 0; i < DRAWS; i++) {
      counts[table.draw(i << 16)]++;
    }
    return counts;
  }

  @Test
  void drawsAreInExactProportionToWeights() {
    assertArrayEquals(new int[] {DRAWS / 4, DRAWS * 3 / 4}, counts(0.5, 1.5));
    assertArrayEquals(new int[] {DRAWS * 3 / 4, DRAWS / 4}, counts(1.5, 0.5));
    assertArrayEquals(
        new int[] {DRAWS / 8, DRAWS / 2, DRAWS / 8, DRAWS / 4}, counts(0.5, 2, 0.5, 1));
  }

  @Test
  void equalWeightsAreDrawnEquallyOften() {
    double[] equal = new double[8];
    Arrays.fill(equal, 1);
    int[] expected = new int[8];
    Arrays.fill(expected, DRAWS / 8);

    assertArrayEquals(expected, counts(equal));
  }

  @Test
  void whatWeighsNextToNothingIsHardlyDrawn() {
    assertArrayEquals(new int[] {1, DRAWS - 1}, counts(1e-9, 2));
  }
}
