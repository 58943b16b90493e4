/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrendTest {
  @Test
  void aStraightLineHasItsSlope() {
    assertEquals(3, Trend.slope(List.of(1L, 4L, 7L, 10L)));
  }

  @Test
  void oneValueAmongManyDoesNotTurnIt() {
    assertEquals(0, Trend.slope(List.of(5L, 5L, 5L, 500L, 5L, 5L, 5L)));
  }

  @Test
  void whatGoesUpAndDownGoesNowhere() {
    assertEquals(0, Trend.slope(List.of(4L, 6L, 4L, 6L, 4L)));
  }

  @Test
  void oneValueHasNone() {
    assertEquals(0, Trend.slope(List.of(4L)));
  }
}
