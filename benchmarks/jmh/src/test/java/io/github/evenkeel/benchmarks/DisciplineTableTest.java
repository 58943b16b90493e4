/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DisciplineTableTest {
  @Test
  void aRowHasTheRatiosOfOneSceneAndMarksThoseThatMissTheGoal() {
    String table =
        table(
            Discipline.RANDOM,
            Measured.requests(Contender.FLOOR, 10, 50),
            Measured.requests(Contender.FLOOR, 1000, 50),
            Measured.requests(Contender.RANDOM, 10, 60),
            Measured.requests(Contender.RANDOM, 1000, 100));

    assertHolds(
        "| **Evenkeel `random`** | equal weights | 1.20× (60.0 ± 0.0) | – | 2.00× ✗ (100 ± 0) |"
            + " 32 | ≤ 1.5× | **no** |",
        table);
  }

  @Test
  void peersHaveNoGoal() {
    String table =
        table(
            Discipline.RANDOM,
            Measured.requests(Contender.FLOOR, 10, 50),
            Measured.requests(Contender.SPRING_RANDOM, 10, 200));

    assertHolds("equal weights | 4.00× (200 ± 0) | – | – | 32 | – | – |", table);
  }

  @Test
  void theScenesOfAContenderStandTogether() {
    Cell failing = new Cell("sameWork", Contender.RANDOM, Scene.FAILING, 10, 1);
    String table =
        table(
            Discipline.RANDOM,
            Measured.requests(Contender.FLOOR, 10, 50),
            Measured.requests(Contender.RANDOM, 10, 60),
            Measured.requests(Contender.SPRING_RANDOM, 10, 200),
            Measured.of(failing, 32, 70));

    int first = table.indexOf("| equal weights | 1.20");
    int second = table.indexOf("| one fails | 1.40");
    assertTrue(0 < first && first < second && second < table.indexOf("Spring"), table);
  }

  @Test
  void whatWasMeasuredWithFarProcessorsIsMarked() {
    Cell cell = new Cell("sameWork", Contender.FLOOR, Scene.EQUAL, 10, 2);
    Results results =
        new Results(
            List.of(
                new Measurement(
                    cell,
                    Collections.nCopies(5, new Iteration(70, 32, RoundTrip.NEAR_NANOS + 1)))));

    assertHolds(
        "| 70.0 ± 0.0† |", new DisciplineTable(results).of(Discipline.NONE, 2).orElseThrow());
  }

  @Test
  void aDisciplineThatWasNotMeasuredHasNoTable() {
    Results results = new Results(List.of(Measured.requests(Contender.RANDOM, 10, 60)));

    assertEquals(Optional.empty(), new DisciplineTable(results).of(Discipline.STICKY, 1));
    assertEquals(Optional.empty(), new DisciplineTable(results).of(Discipline.RANDOM, 2));
  }

  private static String table(Discipline discipline, Measurement... measurements) {
    return new DisciplineTable(new Results(List.of(measurements))).of(discipline, 1).orElseThrow();
  }

  private static void assertHolds(String expected, String table) {
    assertTrue(table.contains(expected), table);
  }
}
