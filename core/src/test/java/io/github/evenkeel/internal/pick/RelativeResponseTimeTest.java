/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RelativeResponseTimeTest {
  private static final long TYPICAL = 100_000_000;

  private final Rounds rounds = new Rounds();
  private final RelativeResponseTime times = new RelativeResponseTime(rounds);

  private void add(int count, double relative) {
    for (int i = 0; i < count; i++) {
      times.add((long) (relative * TYPICAL), 0);
    }
  }

  @Test
  void nothingIsKnownBeforeAnythingIsTypical() {
    add(5, 3);
    assertEquals(0, times.at(0));
  }

  @Test
  void startsFromWhatIsTypicalAndMovesSlowly() {
    rounds.compared(TYPICAL, 1);
    add(1, 2);
    assertEquals(Math.pow(2, 0.05), times.at(0), 1e-9);
    add(100, 1.5);
    assertEquals(1.5, times.at(0), 0.01);
  }

  @Test
  void aSlowHostIsObservedMoreClosely() {
    rounds.compared(TYPICAL, 1);
    add(100, 5);
    double slow = times.at(0);
    add(1, 1);
    assertEquals(Math.pow(slow, 0.85), times.at(0), 1e-9);
  }

  @Test
  void outliersCountAsTenTimesOrHalfOfWhatIsTypical() {
    rounds.compared(TYPICAL, 1);
    add(1_000, 1e6);
    assertEquals(10, times.at(0), 1e-6);
    add(1_000, 1e-6);
    assertEquals(0.5, times.at(0), 1e-6);
  }

  @Test
  void whatIsAboveTheReferenceFadesIfTheHostIsSlow() {
    rounds.compared(TYPICAL, 1);
    add(200, 5);
    long minute = Duration.ofSeconds(60).toNanos();
    assertEquals(1 + (times.at(0) - 1) / Math.E, times.at(minute), 1e-9);
    assertEquals(times.at(0), times.at(-minute), "a clock that is read late");
  }

  @Test
  void whatIsTolerableStays() {
    rounds.compared(TYPICAL, 1);
    add(200, 1.6);
    assertTrue(times.at(0) > 1.5);
    assertEquals(times.at(0), times.at(Duration.ofHours(1).toNanos()));
  }
}
