/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  @Test
  void figuresAndRatiosAreMediansOverTheRounds() {
    assertTrue(
        page()
            .contains(
                "| Evenkeel default | 0.600 | 0.75 (0.50 to 1.25) | 30.0 | 1.00 (0.50 to 1.50) |"
                    + " 90 | 0.90 (0.75 to 1.25) |"));
  }

  @Test
  void aPodThatMostlyNeverGotItsShareIsReportedSo() {
    String page = page();
    assertTrue(page.contains("| Evenkeel default | 50 | not within 20 |"), page);
    assertTrue(page.contains("| Evenkeel leastRequest | 120 | 0.5 |"), page);
    assertTrue(page.contains("| Evenkeel roundRobin | 500 | 0 |"), page);
  }

  @Test
  void theSpreadOfEachRoundIsShown() {
    assertTrue(page().contains("| Evenkeel default | 100/0/0/0, 25/25/25/25 | 4.00, 1.00 |"));
  }

  private static String page() {
    double never = Double.POSITIVE_INFINITY;
    return new Report(
            new Plan(3, 1, 2.5, 10),
            "HAProxy 2.6",
            new Standings(
                List.of(
                    round(new Outcome(0.4, 45, 75, 3, 1.5)),
                    round(new Outcome(1.0, 30, 125, 3, 1.5)),
                    round(new Outcome(0.6, 15, 90, 3, 1.5)))),
            Map.of(
                Evenkeel.DEFAULT,
                List.of(
                    new ColdPod.Result(40, never),
                    new ColdPod.Result(60, 1),
                    new ColdPod.Result(50, never)),
                Evenkeel.LEAST_REQUEST,
                List.of(new ColdPod.Result(120, 0.5)),
                Evenkeel.ROUND_ROBIN,
                List.of(new ColdPod.Result(500, 0))),
            Map.of(
                Evenkeel.DEFAULT,
                List.of(
                    new EvenSpread.Result(List.of(100L, 0L, 0L, 0L), List.of(0L, 8L, 0L, 0L)),
                    new EvenSpread.Result(List.of(25L, 25L, 25L, 25L), List.of(7L, 7L, 7L, 7L)))))
        .page();
  }

  /** A round in which the best HAProxy has 0.8 of the capacity, 30 ms and 100 ms. */
  private static Map<Race.Scene, Heat> round(Outcome ofDefault) {
    Heat heat =
        new Heat(
            Race.CONTESTANTS.stream()
                .collect(
                    toMap(
                        it -> it,
                        it ->
                            it == Evenkeel.DEFAULT
                                ? ofDefault
                                : new Outcome(0.8, 30, 100, 3, 1.5))));
    return Race.Scene.ALL.stream().collect(toMap(it -> it, it -> heat));
  }
}
