/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.Algorithms;
import java.util.Collections;
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
    Scene scene = singleSlots(load).build();
    Result simulated = simulation.play(scene, Algorithms.random());
    // M/M/1: the mean wait is ρ / (1 − ρ), the response is exponential with mean 1 / (1 − ρ).
    assertNear(load / (1 - load), simulated.meanWait(), 0.02);
    assertNear(4.605 / (1 - load), simulated.p99Response(), 0.03);
  }

  @Test
  void servicesThatAreNotExponentialMakeThePollaczekKhinchineWait() {
    // M/G/1: the mean wait is ρ E[S²] / (2 (1 − ρ)) with E[S] = 1.
    assertPollaczekKhinchine(ServiceTimes.CONSTANT, 1, 0.02);
    assertPollaczekKhinchine(ServiceTimes.lognormal(0.5), StrictMath.exp(0.25), 0.02);
    double shortTime = 1 / 1.9;
    double square = shortTime * shortTime * (0.9 + 0.1 * 100);
    assertPollaczekKhinchine(ServiceTimes.bimodal(0.1, 10), square, 0.03);
  }

  private void assertPollaczekKhinchine(
      ServiceTimes serviceTimes, double meanSquare, double tolerance) {
    double load = 0.7;
    Scene scene = singleSlots(load).serviceTimes(serviceTimes).build();
    double exact = load * meanSquare / (2 * (1 - load));
    assertNear(exact, simulation.play(scene, Algorithms.random()).meanWait(), tolerance);
  }

  @Test
  void aSlowerMachineIsAQueueWithLongerServices() {
    double load = 0.7;
    Scene scene =
        singleSlots(load / 2).machines(Collections.nCopies(10, Machine.slower(2))).build();
    assertNear(2 * load / (1 - load), simulation.play(scene, Algorithms.random()).meanWait(), 0.03);
  }

  @Test
  void theNetworkDelaysEveryResponseByTheWayThereAndBack() {
    Result near = simulation.play(singleSlots(0.5).build(), Algorithms.random());
    Scene distant = singleSlots(0.5).machines(Collections.nCopies(10, Machine.distant(3))).build();
    Result far = simulation.play(distant, Algorithms.random());
    assertEquals(near.p99Response().mean() + 6, far.p99Response().mean(), 1e-6);
    assertEquals(near.meanWait().mean(), far.meanWait().mean(), 1e-9);
  }

  @Test
  void thoseThatArriveInAPauseWaitForItsEnd() {
    double period = 50;
    double length = 10;
    Scene.Builder scene =
        Scene.named("pauses", "")
            .servers(1, 1000)
            .arrivals(Arrivals.constant(20))
            .duration(0, 5000);
    for (int i = 0; i < 5000 / period; i++) {
      scene.at(i * period, fleet -> fleet.pause(0, length));
    }
    // A share length / period of the requests waits, half of the pause on average.
    double exact = length * length / (2 * period);
    assertNear(exact, simulation.play(scene.build(), Algorithms.random()).meanWait(), 0.02);
  }

  private static Scene.Builder singleSlots(double load) {
    return Scene.named("single-slots", "")
        .servers(10, 1)
        .arrivals(Arrivals.constant(load * 10))
        .duration(400, 10_000);
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
