/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.overhead;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MedianTest {
  @Test
  void theMiddleOfAnOddNumber() {
    assertEquals(2, Median.of(3, 1, 2).value());
  }

  @Test
  void betweenTheTwoInTheMiddleOfAnEvenNumber() {
    assertEquals(2.5, Median.of(4, 1, 3, 2).value());
  }

  /** The ranks that tables of the sign test give for 100 values. */
  @Test
  void theIntervalIsThatOfTheOrderStatistics() {
    Median median = Median.of(IntStream.rangeClosed(1, 100).mapToDouble(i -> i).toArray());
    assertEquals(40, median.low());
    assertEquals(61, median.high());
  }

  @Test
  void fewValuesTellNoMoreThanTheirRange() {
    Median median = Median.of(5, 7, 6);
    assertEquals(5, median.low());
    assertEquals(7, median.high());
  }

  @Test
  void nothingHasNoMedian() {
    assertThrows(IllegalArgumentException.class, Median::of);
  }
}
