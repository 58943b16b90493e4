/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final double NEAR = 80;
  private static final double FAR = 450;

  @Test
  void eachNumberOfThreadsHasItsGoals() throws IOException {
    String page =
        page(
            measured(Contender.FLOOR, 10, 1, 100, 0),
            measured(Contender.RANDOM, 10, 1, 120, 0),
            measured(Contender.FLOOR, 10, 2, 100, NEAR),
            measured(Contender.RANDOM, 10, 2, 200, NEAR));

    assertHolds("at any size, with one thread | yes | `random` 1.20× at 10 |", page);
    assertHolds(
        "at any size, with 2 threads | **no**, in 1 of 1 measurements | `random` 2.00× at 10 |",
        page);
  }

  @Test
  void allThatMissAGoalAreNamedTheFurthestFirst() throws IOException {
    String page =
        page(
            measured(Contender.FLOOR, 10, 1, 100, 0),
            measured(Contender.FLOOR, 100, 1, 100, 0),
            measured(Contender.RANDOM, 10, 1, 160, 0),
            measured(Contender.RANDOM, 100, 1, 190, 0),
            measured(Contender.STICKY, 10, 1, 170, 0),
            measured(Contender.WEIGHTED_RANDOM, 10, 1, 155, 0),
            measured(Contender.MAGLEV, 10, 1, 180, 0),
            measured(Contender.RING_HASH, 10, 1, 150, 0));

    assertHolds(
        "| **no**, in 5 of 6 measurements | `random` 1.90× at 100, 1.60× at 10;"
            + " `maglev` 1.80× at 10; `sticky` 1.70× at 10; weighted `random` 1.55× at 10 |",
        page);
  }

  @Test
  void whatIsMeasuredWithFarProcessorsIsMarked() throws IOException {
    String page =
        page(
            measured(Contender.FLOOR, 10, 2, 100, NEAR),
            measured(Contender.RANDOM, 10, 2, 400, FAR),
            measured(Contender.STICKY, 10, 2, 120, NEAR));

    assertHolds("| 400 ± 0† (4.00×) |", page);
    assertHolds("`random` 4.00×† at 10 |", page);
    assertHolds("| 120 ± 0 (1.20×) |", page);
  }

  @Test
  void saysHowManyIterationsAreLeftOut() throws IOException {
    Measurement floor = measured(Contender.FLOOR, 10, 2, 100, NEAR);

    String page = page(floor.with(measured(Contender.FLOOR, 10, 2, 300, FAR)));

    assertHolds(
        "near in 5 iterations (a median of 80 ns) and far apart in 5 (a median of 450 ns);"
            + " 5 of 10 iterations were left out",
        page);
  }

  @Test
  void aRunWithOneThreadKnowsNoRoundTrips() throws IOException {
    String page = page(measured(Contender.FLOOR, 10, 1, 100, 0));

    assertFalse(page.contains("round trip"), page);
    assertFalse(page.contains("†"), page);
  }

  private static String page(Measurement... measurements) throws IOException {
    return new Report(List.of(measurements), "as a test").page();
  }

  private static Measurement measured(
      Contender contender, int endpoints, int threads, double time, double roundTrip) {
    return new Measurement(
        "sameWork",
        contender,
        endpoints,
        threads,
        Collections.nCopies(Measurement.ENOUGH, new Iteration(time, 32, roundTrip)));
  }

  private static void assertHolds(String expected, String page) {
    // Where the introduction's lines break is of no concern.
    assertTrue(page.replaceAll("\\s+", " ").contains(expected), page);
  }
}
