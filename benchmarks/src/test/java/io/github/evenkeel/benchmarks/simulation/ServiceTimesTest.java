/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ServiceTimesTest {

  @Test
  void theMeanIsOneUnit() {
    assertEquals(1, mean(ServiceTimes.CONSTANT), 1e-9);
    assertEquals(1, mean(ServiceTimes.EXPONENTIAL), 0.01);
    assertEquals(1, mean(ServiceTimes.lognormal(0.5)), 0.01);
    assertEquals(1, mean(ServiceTimes.bimodal(0.1, 100)), 0.02);
  }

  @Test
  void longRequestsTakeSoManyTimesAsLong() {
    ServiceTimes times = ServiceTimes.bimodal(0.5, 100);
    Random chance = new Random(1);
    double[] drawn = chance.doubles(1000).map(ignored -> times.next(chance)).sorted().toArray();
    assertEquals(100, drawn[999] / drawn[0], 1e-9);
  }

  private static double mean(ServiceTimes times) {
    Random chance = new Random(1);
    double sum = 0;
    for (int i = 0; i < 200_000; i++) {
      sum += times.next(chance);
    }
    return sum / 200_000;
  }
}
