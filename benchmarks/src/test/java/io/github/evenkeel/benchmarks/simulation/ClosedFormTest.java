/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.Algorithms;
import org.junit.jupiter.api.Test;

/** The engine against what queueing theory knows exactly. The seed is fixed, so chance is too. */
class ClosedFormTest {
  private final Simulation simulation = new Simulation(1, 5);

  @Test
  void theCentralQueueIsErlangs() {
    Scene scene =
        Scene.named("central", "")
            .arrivals(Arrivals.constant(0.9 * 80))
            .duration(200, 3000)
            .build();
    ErlangC exact = scene.centralQueue().orElseThrow();
    Result simulated = simulation.playCentralQueue(scene);
    assertNear(exact.meanWait(), simulated.meanWait(), 0.08);
    assertNear(exact.waitQuantile(0.99), simulated.p99Wait(), 0.08);
    assertNear(exact.responseQuantile(0.99), simulated.p99Response(), 0.01);
  }

  @Test
  void randomToServersOfOneSlotIsAQueueForEach() {
    double load = 0.7;
    Scene scene =
        Scene.named("single-slots", "")
            .servers(10, 1)
            .arrivals(Arrivals.constant(load * 10))
            .duration(400, 10_000)
            .build();
    Result simulated = simulation.play(scene, Algorithms.random());
    // M/M/1: the mean wait is ρ / (1 − ρ), the response is exponential with mean 1 / (1 − ρ).
    assertNear(load / (1 - load), simulated.meanWait(), 0.02);
    assertNear(4.605 / (1 - load), simulated.p99Response(), 0.03);
  }

  @Test
  void twoChoicesWithSharedCountsIsTheSupermarket() {
    // Mitzenmacher: the mean response over many servers is the sum of ρ^(2^i − 2) for i = 1, 2, …
    assertNear(1.614 - 1, waitOfTwoChoices(0.7), 0.02);
    assertNear(2.614 - 1, waitOfTwoChoices(0.9), 0.02);
  }

  private Estimate waitOfTwoChoices(double load) {
    Scene scene =
        Scene.named("supermarket", "")
            .servers(200, 1)
            .clients(1)
            .arrivals(Arrivals.constant(load * 200))
            .duration(100, 500)
            .build();
    return simulation.play(scene, Algorithms.powerOfTwoChoices()).meanWait();
  }

  private static void assertNear(double exact, Estimate simulated, double tolerance) {
    assertEquals(exact, simulated.mean(), exact * tolerance);
  }
}
