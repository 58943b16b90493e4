/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RoundsTest {
  private final Rounds rounds = new Rounds();

  @Test
  void virtualTimeFollowsTheTurns() {
    rounds.advanceTo(0.5, 1);
    assertEquals(0.5, rounds.virtualTime());
    rounds.advanceTo(1.25, 1);
    assertEquals(1.25, rounds.virtualTime());
  }

  @Test
  void virtualTimeNeverGoesBack() {
    rounds.advanceTo(2, 3);
    rounds.advanceTo(1, 3);

    assertEquals(2, rounds.virtualTime());
  }

  @Test
  void virtualTimeAdvancesByOneTurnOfAHealthyHostAtMost() {
    rounds.advanceTo(2, 3);
    rounds.advanceTo(1_000, 0.25);

    assertEquals(2.25, rounds.virtualTime());
  }

  @Test
  void virtualTimeCatchesUpAtOnce() {
    rounds.catchUp(1_000);
    assertEquals(1_000, rounds.virtualTime());
    rounds.catchUp(1);
    assertEquals(1_000, rounds.virtualTime());
  }

  @Test
  void aHostIsSlowAboveAShareMoreThanTheReferenceAndAboveAMillisecondMore() {
    assertEquals(1.7, rounds.tolerated());
    rounds.compared(100_000_000, 1.1);
    assertEquals(1.87, rounds.tolerated(), 1e-9);
    rounds.compared(500_000, 1.1);
    assertEquals(3.1, rounds.tolerated(), 1e-9);
    assertEquals(500_000, rounds.typical());
    assertEquals(1.1, rounds.reference());
  }
}
