/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.overhead;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Contest CONTEST = new Contest(Duration.ofMillis(200), 1, 1);

  /** 1000 calls at 10 µs and 100 bytes each. */
  private static final Round BARE = new Round(1000, 10_000_000, 5_000_000, 100_000);

  @Test
  void aPairTellsTheRatioAndWhatACallCostsMore() {
    Pair pair = new Pair(BARE, new Round(500, 10_000_000, 5_000_000, 100_000));
    assertEquals(0.5, pair.throughputRatio());
    assertEquals(10, pair.extraMicros());
    assertEquals(5, pair.extraCpuMicros());
    assertEquals(100, pair.extraBytes());
  }

  @Test
  void aGoalIsMetFromItsBoundOn() {
    assertTrue(
        pageFor(new Round(970, 10_000_000, 0, 0))
            .contains("| yes | 0.970 (0.970 to 0.970) | 1.000 (1.000 to 1.000) |"));
    assertTrue(
        pageFor(new Round(960, 10_000_000, 0, 0))
            .contains("| **no** | 0.960 (0.960 to 0.960) | 1.000 (1.000 to 1.000) |"));
  }

  private static String pageFor(Round wrapped) {
    Report.PlainScene scene = new Report.PlainScene(Wire.HTTP_1, 1);
    return new Report(
            1,
            CONTEST,
            Map.of(scene, new Comparison(List.of(new Pair(BARE, wrapped)))),
            Map.of(scene, new Comparison(List.of(new Pair(BARE, BARE)))),
            CONTEST,
            Map.of())
        .page();
  }
}
