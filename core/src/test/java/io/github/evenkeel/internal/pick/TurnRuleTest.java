/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Outcome;
import io.github.evenkeel.Scene;
import io.github.evenkeel.internal.host.Capacity;
import io.github.evenkeel.internal.host.Host;
import io.github.evenkeel.internal.host.HostObserver;
import io.github.evenkeel.internal.host.HostStats;
import io.github.evenkeel.internal.host.ResponseTimes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host's statistics mean for its turns, in numbers. */
class TurnRuleTest {
  private static final long NOW = 7;

  /** Above this relative response time a host is slow. */
  private static final double TOLERATED = 1.7;

  private static final long TYPICAL = 10_000_000;

  /** A host whose responses take so many times as long as typical ones. */
  private static HostStats responding(double relative) {
    return after(relative, Outcome.SUCCESS, 1);
  }

  private static HostStats failing(int failures) {
    return after(1, Outcome.SERVER_ERROR, failures);
  }

  private static HostStats after(double relative, Outcome outcome, int requests) {
    HostStats stats =
        new HostStats(
            new ResponseTimes() {
              @Override
              public void add(long sample, long now) {}

              @Override
              public double at(long now) {
                return relative;
              }
            });
    Host host = new Host(Scene.endpoint(0), null, stats, HostObserver.NONE, Capacity.UNLIMITED);
    for (int i = 0; i < requests; i++) {
      host.begin(NOW);
      host.end(outcome, (long) (relative * TYPICAL), NOW);
    }
    return stats;
  }

  @ParameterizedTest
  @EnumSource
  void theTurnsOfAHealthyHostAreNotStretched(TurnRule rule) {
    assertEquals(1, rule.stretch(responding(1), TOLERATED, NOW));
    assertEquals(1, rule.stretch(responding(0.1), TOLERATED, NOW));
    assertEquals(1, rule.stretch(responding(1.69), TOLERATED, NOW));
  }

  @ParameterizedTest
  @CsvSource({"1.87, 1.949", "2.55, 17.086", "2.75, 29.0"})
  void adaptiveTurnsGrowSteeplyWithTheResponseTimeAboveWhatIsTolerated(
      double relative, double stretch) {
    assertEquals(
        stretch, TurnRule.ADAPTIVE.stretch(responding(relative), TOLERATED, NOW), 2e-3 * stretch);
  }

  @Test
  void aHostThatIsSickBeyondMeasureStillHasTurns() {
    assertEquals(32, TurnRule.ADAPTIVE.stretch(responding(1e6), TOLERATED, NOW));
    assertEquals(1_000, TurnRule.ADAPTIVE.stretch(failing(1_000), TOLERATED, NOW));
    assertEquals(1_000, TurnRule.LEAST_REQUEST.stretch(failing(1_000), TOLERATED, NOW));
  }

  @ParameterizedTest
  @EnumSource(names = {"LEAST_REQUEST", "ADAPTIVE"})
  void turnsGrowSteeplyWithTheShareOfFailures(TurnRule rule) {
    HostStats stats = failing(1);
    double succeeded = 1 - stats.failureShare(NOW);

    assertTrue(succeeded < 1);
    double stretch = Math.pow(1 / succeeded, 7);
    assertEquals(stretch, rule.stretch(stats, TOLERATED, NOW), 1e-9 * stretch);
  }

  @Test
  void aHostThatIsSlowAndFailsIsAsSickAsBothTogether() {
    HostStats stats = after(1.2 * TOLERATED, Outcome.SERVER_ERROR, 1);
    double stretch = Math.pow(1.2 / (1 - stats.failureShare(NOW)), 7);

    assertTrue(stretch < 1_000);
    assertEquals(stretch, TurnRule.ADAPTIVE.stretch(stats, TOLERATED, NOW), 1e-9 * stretch);
  }

  @Test
  void roundRobinIsBlindToSickness() {
    assertEquals(1, TurnRule.ROUND_ROBIN.stretch(failing(100), TOLERATED, NOW));
    assertEquals(1, TurnRule.ROUND_ROBIN.stretch(responding(1e6), TOLERATED, NOW));
    assertEquals(0, TurnRule.ROUND_ROBIN.load(5, 5));
  }

  @Test
  void aRequestInFlightOutweighsManyTurns() {
    assertEquals(0, TurnRule.LEAST_REQUEST.load(0, 0));
    assertEquals(32 * 3, TurnRule.LEAST_REQUEST.load(3, 0));
    assertEquals(32 * 5, TurnRule.LEAST_REQUEST.load(3, 2));
    assertEquals(0, TurnRule.LEAST_REQUEST.delay(2));
  }

  @Test
  void anOpenStreamCountsLessThanARequestThatWaitsAndDelaysByWhatItCounts() { // trap 31
    assertEquals(0, TurnRule.ADAPTIVE.load(0, 0));
    assertEquals(32 * 3, TurnRule.ADAPTIVE.load(3, 0));
    assertEquals(32 * 3 + 8 * 2, TurnRule.ADAPTIVE.load(3, 2));
    assertEquals(8 * 2, TurnRule.ADAPTIVE.delay(2));
  }

  @Test
  void onlyUnderTheAdaptiveRuleAHostThatJoinsWaitsForTheLoadOfOthers() { // trap 32
    assertEquals(64, TurnRule.ADAPTIVE.arrival(2));
    assertEquals(0, TurnRule.LEAST_REQUEST.arrival(2));
    assertEquals(0, TurnRule.ROUND_ROBIN.arrival(2));
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0.9011", "0.5, -0.9011", "3.9, 1.7693", "0.26, -1.7512"})
  void aSlowerResponseThanTypicalPutsTheNextTurnOffAndAFasterOneBringsItForward(
      double relative, double offset) {
    assertEquals(offset, TurnRule.ADAPTIVE.offset((long) (relative * TYPICAL), TYPICAL), 1e-4);
  }

  @Test
  void theOffsetIsBounded() {
    assertEquals(1.8022, TurnRule.ADAPTIVE.offset(100 * TYPICAL, TYPICAL), 1e-4);
    assertEquals(-1.8022, TurnRule.ADAPTIVE.offset(TYPICAL / 100, TYPICAL), 1e-4);
  }

  @Test
  void whereNothingIsKnownNoTurnIsPutOff() {
    assertEquals(0, TurnRule.ADAPTIVE.offset(0, TYPICAL));
    assertEquals(0, TurnRule.ADAPTIVE.offset(2 * TYPICAL, 0));
  }

  @ParameterizedTest
  @ValueSource(longs = {TYPICAL / 10, 2 * TYPICAL, 100 * TYPICAL})
  void onlyAdaptiveTurnsArePutOff(long nanos) {
    assertEquals(0, TurnRule.ROUND_ROBIN.offset(nanos, TYPICAL));
    assertEquals(0, TurnRule.LEAST_REQUEST.offset(nanos, TYPICAL));
  }
}
