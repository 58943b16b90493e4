/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WeightedTurnsTest {
  private static final double NEXT_TO_NOTHING = 1e300;
  private final WeightedTurns turns = new WeightedTurns(0);
  private final Gauge one = gauge();
  private final Gauge other = gauge();
  private final Gauge light = gauge();

  private static Gauge gauge() {
    return Load.inFlight().newGauges().newGauge();
  }

  /** Each pick of what weighs next to nothing takes virtual time on by a part of a long. */
  @Test
  void turnsAreInOrderAlsoWhenTheyOverflow() { // trap 10
    for (int i = 0; i < 2_000; i++) {
      turns.take(light, NEXT_TO_NOTHING, 3);
      turns.take(one, 1, 3);

      assertTrue(turns.load(other, 1, 0) < turns.load(one, 1, 0), "after " + i);
      turns.take(other, 1, 3);
    }
  }

  @Test
  void oneThatServesForOthersIsNotFurtherAheadThanTwoTurns() {
    for (int i = 0; i < 100; i++) {
      turns.take(one, 0.5, 3);

      assertTrue(turns.load(one, 0.5, 0) <= 1 + 2 * 0.5, "after " + i);
    }
    assertEquals(1, turns.load(other, 0.5, 0));
  }

  @Test
  void turnsTakenWithLessWeightCountNoMore() {
    turns.take(one, 1_000, 3);
    assertEquals(1 + 1_000, turns.load(one, 1_000, 0), 1);

    assertEquals(1, turns.load(one, 1, 0));
  }
}
