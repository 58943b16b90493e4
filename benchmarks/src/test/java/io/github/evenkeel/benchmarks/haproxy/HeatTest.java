/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HeatTest {
  private static final Heat HEAT =
      new Heat(
          Map.of(
              Haproxy.LEASTCONN, new Outcome(0.8, 30, 100, 3, 1.5),
              Haproxy.ROUND_ROBIN, new Outcome(0.4, 20, 400, 3, 1.5),
              Evenkeel.DEFAULT, new Outcome(0.9, 25, 50, 3, 1.5)));

  @Test
  void sharesAreComparedWithTheLargestOfAnHaproxy() {
    assertEquals(0.9 / 0.8, HEAT.ratioToBestHaproxy(Evenkeel.DEFAULT, Figure.SHARE));
    assertEquals(0.5, HEAT.ratioToBestHaproxy(Haproxy.ROUND_ROBIN, Figure.SHARE));
  }

  @Test
  void timesAreComparedWithTheShortestOfAnHaproxy() {
    assertEquals(1.25, HEAT.ratioToBestHaproxy(Evenkeel.DEFAULT, Figure.P50));
    assertEquals(0.5, HEAT.ratioToBestHaproxy(Evenkeel.DEFAULT, Figure.P99));
    assertEquals(1, HEAT.ratioToBestHaproxy(Haproxy.LEASTCONN, Figure.P99));
  }
}
