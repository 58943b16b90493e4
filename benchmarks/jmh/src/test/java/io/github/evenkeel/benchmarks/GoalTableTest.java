/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class GoalTableTest {
  @Test
  void aGoalThatIsMetShowsTheResultNearestToItsBound() {
    assertHolds(
        "| 1 | yes | `random` 1.20× (equal weights, 100) |",
        Measured.requests(Contender.FLOOR, 10, 100),
        Measured.requests(Contender.FLOOR, 100, 100),
        Measured.requests(Contender.RANDOM, 10, 110),
        Measured.requests(Contender.RANDOM, 100, 120));
  }

  @Test
  void theAlgorithmsThatMissAGoalAreNamedTheFurthestFirst() {
    assertHolds(
        "| 1 | **no**, in 3 of 4 |"
            + " `random` 1.90× (equal weights, 100) and 1 more; `maglev` 1.80× (equal weights, 10) |",
        Measured.requests(Contender.FLOOR, 10, 100),
        Measured.requests(Contender.FLOOR, 100, 100),
        Measured.requests(Contender.RANDOM, 10, 160),
        Measured.requests(Contender.RANDOM, 100, 190),
        Measured.requests(Contender.MAGLEV, 10, 180),
        Measured.requests(Contender.STICKY, 10, 150));
  }

  @Test
  void aMissWithinTheSpreadIsCalledSo() {
    assertHolds(
        "| **no**, in 1 of 1 (1 within the spread) | `random` 1.51× (equal weights, 10) |",
        Measured.requests(Contender.FLOOR, 10, 100),
        Measured.requests(Contender.RANDOM, 10, 140, 151, 160));
  }

  @Test
  void theDefaultMayCostMoreWithMoreEndpoints() {
    assertHolds(
        "| **no**, in 1 of 2 | `%s` 2.10× (equal weights, 10) |"
            .formatted(Contender.DEFAULT.algorithm()),
        Measured.requests(Contender.FLOOR, 10, 100),
        Measured.requests(Contender.FLOOR, 1000, 100),
        Measured.requests(Contender.DEFAULT, 10, 210),
        Measured.requests(Contender.DEFAULT, 1000, 790));
  }

  @Test
  void anAlgorithmIsComparedWithItsFastestPeer() {
    assertHolds(
        "discipline, at 10 and 100 endpoints | 1 | **no**, in 1 of 1 |"
            + " `roundRobin` 1.25× (equal weights, 10) |",
        Measured.requests(Contender.ROUND_ROBIN, 10, 100),
        Measured.requests(Contender.GRPC_ROUND_ROBIN, 10, 80),
        Measured.requests(Contender.SPRING_ROUND_ROBIN, 10, 120));
  }

  @Test
  void allocationsAboveOneSmallObjectMissTheGoal() {
    Cell cell = new Cell("sameWork", Contender.RANDOM, Scene.FAILING, 10, 1);

    assertHolds(
        "at most 48 bytes | 1 | **no**, in 1 of 1 | `random` 56.00 bytes (one fails, 10) |",
        Measured.of(cell, 56, 100));
  }

  @Test
  void onlyTheUpdateOfTheDefaultHasAGoal() {
    assertHolds(
        "5000 endpoints | 1 | yes | `%s` 400.00 µs (weights 1 to 5, 5000) |"
            .formatted(Contender.DEFAULT.algorithm()),
        Measured.of(new Cell("changeOne", Contender.DEFAULT, Scene.UNEQUAL, 5000, 1), 32, 400),
        Measured.of(new Cell("changeOne", Contender.MAGLEV, Scene.UNEQUAL, 5000, 1), 32, 4000));
  }

  @Test
  void aGoalWithoutMeasurementsIsNotCalledMet() {
    assertHolds("Bounded loads: at most 2.5 × the floor | – | – | not measured |");
  }

  private static void assertHolds(String expected, Measurement... measurements) {
    String table = new GoalTable(new Results(List.of(measurements))).toString();
    assertTrue(table.contains(expected), table);
  }
}
