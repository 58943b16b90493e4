/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Outcome;
import io.github.evenkeel.Scene;
import io.github.evenkeel.internal.host.Capacity;
import io.github.evenkeel.internal.host.Host;
import io.github.evenkeel.internal.host.HostStats;
import io.github.evenkeel.internal.host.ResponseTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When it is a host's turn, by the adaptive rule, which looks at all that there is. */
class TurnTest {
  private static final long NOW = 7;
  private static final long REFERENCE = 1_000_000;
  private static final double STRIDE = 4;
  private static final double SHORTEST_STRIDE = 0.5;
  private static final double MOST_BEHIND = 3;

  private final double[] scores = new double[2];
  private final List<Long> picks = new ArrayList<>();
  private final Rounds rounds = new Rounds();
  private final HostStats stats = new HostStats(ResponseTimes.NONE);
  private final Turn turn = new Turn(rounds, TurnRule.ADAPTIVE, stats, picks::add);
  private final Host host = new Host(Scene.endpoint(0), null, stats, turn, Capacity.UNLIMITED);

  TurnTest() {
    rounds.compared(REFERENCE, 1);
    rounds.setLimits(SHORTEST_STRIDE, MOST_BEHIND);
  }

  private void join(double phase) {
    turn.moveTo(scores, 1, STRIDE, -phase * STRIDE, NOW);
  }

  private void assertScore(double expected) {
    assertEquals(expected, scores[1], 1e-9);
  }

  @Test
  void aHostThatJoinsHasItsFirstTurnWithinOneOfItsOwn() {
    rounds.advanceTo(20, 100);
    join(0);
    assertScore(20 + 1 + STRIDE);

    turn.leave();
    join(0.75);
    assertScore(20 + 1 + STRIDE - 0.75 * STRIDE);
  }

  @Test
  void eachRequestTakesATurnAndCountsForTheWeightWhileItIsInFlight() {
    join(0.25); // Its last turn has ended at 0.
    assertScore(STRIDE);

    host.begin(NOW);
    assertScore(2 * STRIDE + TurnRule.ADAPTIVE.load(1, 0) * STRIDE);
    host.end(Outcome.CANCELED, 1, NOW);
    assertScore(2 * STRIDE);
    assertEquals(List.of(NOW), picks);
  }

  @Test
  void anOpenStreamCountsForTheWeight() { // trap 31
    join(0.25);
    host.begin(NOW);
    host.responded(Outcome.SUCCESS, REFERENCE, NOW);

    assertScore(2 * STRIDE + TurnRule.ADAPTIVE.load(0, 1) * STRIDE);
  }

  /** By turns of the heaviest host, or a light one would be moved by many of the others' turns. */
  @Test
  void theLastResponseMovesTheNextTurnWhateverTheWeightIs() {
    join(0.25);
    host.begin(NOW);
    host.end(Outcome.SUCCESS, 2 * REFERENCE, NOW);

    double offset = TurnRule.ADAPTIVE.offset(2 * REFERENCE, REFERENCE);
    assertTrue(offset > 0);
    assertScore(2 * STRIDE + offset * SHORTEST_STRIDE);
  }

  @Test
  void virtualTimeFollowsTheBeginningOfTurnsByOneOfAHealthyHostAtMost() {
    join(0); // Its first turn begins at 1, and the next ones at 5, 9, ...
    host.begin(NOW);
    assertEquals(1, rounds.virtualTime());
    host.begin(NOW);
    assertEquals(5, rounds.virtualTime());

    for (int i = 0; i < 3; i++) {
      host.end(Outcome.SERVER_ERROR, 1, NOW);
      host.begin(NOW); // Turns are longer, as the host fails.
      double before = rounds.virtualTime();
      host.begin(NOW);
      assertTrue(rounds.virtualTime() <= before + STRIDE, rounds.virtualTime() + ", " + before);
    }
  }

  @Test
  void aHostFallsBehindByNoMoreThanTheLimit() {
    join(0.25);
    rounds.advanceTo(100, 1_000);
    turn.update(NOW);
    assertScore(100 - MOST_BEHIND);

    host.begin(NOW);
    host.end(Outcome.CANCELED, 1, NOW);
    assertScore(100 - MOST_BEHIND + STRIDE);
  }

  @Test
  void aHostWithAnOpenStreamMayFallBehindByWhatTheStreamDelays() { // trap 31
    join(0.25);
    host.begin(NOW);
    host.responded(Outcome.SUCCESS, REFERENCE, NOW);
    rounds.advanceTo(1_000, 10_000);
    turn.update(NOW);
    assertScore(1_000 - MOST_BEHIND);
  }

  @Test
  void ifTheWeightChangesTheTimeUntilTheNextTurnChangesWithIt() {
    rounds.advanceTo(10, 100);
    join(0.25);
    host.begin(NOW);
    host.end(Outcome.CANCELED, 1, NOW);
    assertScore(10 + 2 * STRIDE);

    turn.moveTo(scores, 1, STRIDE / 4, 0, NOW);
    assertScore(10 + 2 * STRIDE / 4);
    turn.moveTo(scores, 1, STRIDE, 0, NOW);
    assertScore(10 + 2 * STRIDE);
  }

  @Test
  void anotherPlaceChangesNothing() {
    join(0.25);
    host.begin(NOW);
    double before = scores[1];

    double[] others = new double[1];
    turn.moveTo(others, 0, STRIDE, 0.9, NOW);
    assertEquals(before, others[0]);
    assertTrue(turn.isIn(others));
    assertFalse(turn.isIn(scores));
  }

  @Test
  void aHostThatHasLeftTakesNoTurns() {
    join(0.25);
    turn.leave();
    host.begin(NOW);
    host.responded(Outcome.SUCCESS, REFERENCE, NOW);
    turn.update(NOW);

    assertScore(STRIDE);
    assertEquals(List.of(), picks);
    assertFalse(turn.hasPlace());
    assertFalse(turn.isIn(scores));
  }

  @Test
  void aHostThatJoinsBesideBusyOnesWaitsForTheirLoad() { // trap 32
    turn.moveTo(scores, 1, STRIDE, 64, NOW);
    assertScore(1 + 64 + STRIDE);
  }

  /** Otherwise the request after the recovery hides that the turns before it were long. */
  @Test
  void aHostThatGetsARequestWhileItRecoversDoesNotWaitOutTheLongTurnsBefore() {
    join(0);
    for (int i = 0; i < 5; i++) {
      host.begin(NOW);
      host.end(Outcome.SERVER_ERROR, 1, NOW);
    }
    assertTrue(turn.end() > 100 * STRIDE, () -> "turns must be long, but end at " + turn.end());
    long later = NOW + Duration.ofMinutes(10).toNanos();

    host.begin(later);
    host.end(Outcome.CANCELED, 1, later);
    turn.recover(later);

    assertTrue(
        turn.end() <= rounds.virtualTime() + 2 * STRIDE,
        () -> turn.end() + " is far after " + rounds.virtualTime());
  }

  @Test
  void aHostThatHasRecoveredDoesNotWaitOutALongTurn() {
    join(0.25);
    host.begin(NOW);
    host.end(Outcome.SERVER_ERROR, 1, NOW);
    host.begin(NOW);
    host.end(Outcome.CANCELED, 1, NOW);
    double sick = scores[1];

    long later = NOW + Duration.ofMinutes(10).toNanos();
    turn.recover(later);
    turn.update(later);
    assertTrue(scores[1] < 2 * STRIDE + 2 * STRIDE, scores[1] + ", before " + sick);
    assertTrue(sick > 20 * STRIDE, sick + " while it was sick");
  }

  @Test
  void whereAllHostsAreSickTheyTakeOrdinaryTurns() {
    join(0.25);
    host.begin(NOW);
    host.end(Outcome.SERVER_ERROR, 1, NOW);
    rounds.setLeastStretch(turn.ownStretch(NOW));
    turn.update(NOW);

    assertScore(2 * STRIDE);
  }
}
