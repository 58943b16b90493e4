/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MeasurementTest {
  private static final double NEAR = RoundTrip.NEAR_NANOS;
  private static final double FAR = RoundTrip.NEAR_NANOS + 1;

  @Test
  void onlyIterationsWithNearProcessorsCount() {
    Measurement measurement =
        measurement(took(90, FAR), took(10, NEAR), took(12, NEAR), took(14, NEAR), took(91, FAR));

    assertEquals(12, measurement.time());
    assertFalse(measurement.doubtful());
  }

  @Test
  void theNearestOfTheOthersCountIfTooFewAreNear() {
    Measurement measurement =
        measurement(took(10, NEAR), took(99, FAR + 100), took(20, FAR), took(22, FAR));

    assertEquals(20, measurement.time());
    assertTrue(measurement.doubtful());
  }

  @Test
  void allIterationsCountWithOneThread() {
    Measurement measurement = measurement(took(10, 0), took(90, 0), took(20, 0), took(30, 0));

    assertEquals(25, measurement.time());
    assertEquals(4, measurement.counted().size());
    assertFalse(measurement.doubtful());
  }

  @Test
  void theSpreadIsHalfTheDistanceBetweenTheQuartiles() {
    Measurement measurement = measurement(took(10, 0), took(20, 0), took(40, 0));

    assertEquals(15, measurement.spread());
  }

  @Test
  void anotherForkCanRemoveTheDoubt() {
    Measurement first = measurement(took(10, NEAR), took(90, FAR), took(95, FAR));
    Measurement second = measurement(took(12, NEAR), took(14, NEAR));

    assertTrue(first.doubtful());
    assertFalse(first.with(second).doubtful());
    assertEquals(12, first.with(second).time());
  }

  private static Measurement measurement(Iteration... iterations) {
    return new Measurement(
        new Cell("sameWork", Contender.RANDOM, Scene.EQUAL, 10, 2), Arrays.asList(iterations));
  }

  private static Iteration took(double time, double roundTrip) {
    return new Iteration(time, 32, roundTrip);
  }
}
