/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PairTurnsTest {
  private final PairTurns one = new PairTurns();
  private final PairTurns other = new PairTurns();

  private static PairTurns ahead(PairTurns of, double by) {
    PairTurns ahead = new PairTurns();
    assertEquals(0, ahead.lead(of, 1, 1));
    ahead.take(by);
    return ahead;
  }

  @Test
  void aLeadIsTheDifferenceOfWhatBothHaveTaken() {
    assertEquals(0, one.lead(other, 1, 1));
    one.take(2.5);
    other.take(1);

    assertEquals(1.5, one.lead(other, 1, 1));
    assertEquals(-1.5, other.lead(one, 1, 1));
  }

  @Test
  void aNewHostStartsWhereTheOtherIs() {
    PairTurns known = ahead(other, 3);

    assertEquals(0, one.lead(known, 1, 1));
    assertEquals(0, known.lead(new PairTurns(), 1, 1));
    assertEquals(3, one.lead(other, 1, 1));
  }

  @Test
  void aHostIsAheadByFourTurnsAndItsOwnAtMost() {
    assertEquals(5, ahead(other, 10).lead(other, 1, 7));
    assertEquals(7, ahead(other, 10).lead(other, 3, 7));
    assertEquals(-7, other.lead(ahead(other, 10), 5, 3));
  }

  @Test
  void whatIsBeyondTheLimitIsForgotten() {
    PairTurns ahead = ahead(other, 10);
    assertEquals(5, ahead.lead(other, 1, 1));
    other.take(6);

    assertEquals(-1, ahead.lead(other, 1, 1));
  }

  /** Of numbers that are too large, one more turn of another host would be lost. */
  @Test
  void theTurnsOfAHostThatWeighsNextToNothingStayCountable() {
    assertEquals(0, one.lead(other, 1e300, 1));
    one.take(1e300);
    double before = one.lead(other, 1e300, 1);
    other.take(1);

    assertEquals(before - 1, one.lead(other, 1e300, 1));
  }
}
