/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  @Test
  void theMedianIsTheMiddleOrBetweenTheTwoInTheMiddle() {
    assertEquals(2, Statistics.median(3, 1, 2));
    assertEquals(2.5, Statistics.median(4, 1, 3, 2));
  }

  @Test
  void theMedianOfMostlyInfiniteValuesIsInfinite() {
    double never = Double.POSITIVE_INFINITY;
    assertEquals(never, Statistics.median(never, 1, never));
  }

  @Test
  void aQuantileIsTheSmallestValueThatEnoughOthersDoNotExceed() {
    double[] sample = IntStream.rangeClosed(1, 200).mapToDouble(i -> i).toArray();
    assertEquals(100, Statistics.quantile(0.5, sample));
    assertEquals(198, Statistics.quantile(0.99, sample));
    assertEquals(200, Statistics.quantile(1, sample));
    assertEquals(7, Statistics.quantile(0.01, 7));
  }

  @Test
  void anEmptySampleHasNoFigures() {
    assertThrows(IllegalArgumentException.class, Statistics::median);
    assertThrows(IllegalArgumentException.class, () -> Statistics.quantile(0.5));
  }
}
