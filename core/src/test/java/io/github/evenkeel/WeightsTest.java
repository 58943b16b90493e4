/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Endpoints of equal speed get requests in proportion to their weights. */
class WeightsTest {
  private static final List<Endpoint> WEIGHTED = weighted(1, 2, 3, 4, 10, 2.5, 0.5, 1);

  static List<Algorithm> byTurns() {
    return List.of(
        Algorithms.adaptiveStride(),
        Algorithms.leastRequest(),
        Algorithms.powerOfTwoChoices(),
        Algorithms.peakEwma(),
        Algorithms.sticky(),
        Algorithms.maglev(),
        Algorithms.maglev().boundedLoads(1.25));
  }

  static List<Algorithm> byLoad() {
    return List.of(
        Algorithms.adaptiveStride(),
        Algorithms.leastRequest(),
        Algorithms.powerOfTwoChoices(),
        Algorithms.peakEwma());
  }

  /** Peak EWMA forgets the endpoint that it has not heard of for longer, and so tries it next. */
  static List<Algorithm> byTurnsAlone() {
    return byLoad().stream().filter(algorithm -> !algorithm.equals(Algorithms.peakEwma())).toList();
  }

  private static List<Endpoint> weighted(double... weights) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (double weight : weights) {
      endpoints.add(Scene.weighted(Scene.endpoint(endpoints.size()), weight));
    }
    return endpoints;
  }

  @Test
  void randomPicksConvergeToWeights() {
    Scene scene = new Scene(Algorithms.random());
    scene.balancer.setEndpoints(WEIGHTED);

    ChiSquare.assertShares(WEIGHTED, Endpoint::weight, scene.sequential(200_000));
  }

  @Test
  void roundRobinGivesExactSharesInEveryCycle() {
    Scene scene = new Scene(Algorithms.roundRobin());
    scene.balancer.setEndpoints(weighted(1, 2, 3));
    for (int cycle = 0; cycle < 200; cycle++) {
      Map<Endpoint, Integer> counts = scene.sequential(6);
      counts.forEach((endpoint, count) -> assertEquals((int) endpoint.weight(), count));
    }
  }

  @Test
  void roundRobinSpreadsTheTurnsOfAHeavyEndpoint() {
    Scene scene = new Scene(Algorithms.roundRobin());
    List<Endpoint> endpoints = weighted(5, 1, 1);
    scene.balancer.setEndpoints(endpoints);
    int inARow = 0;
    for (int i = 0; i < 700; i++) {
      inARow = scene.begin().endpoint().equals(endpoints.get(0)) ? inARow + 1 : 0;
      assertTrue(inARow <= 5, "the heavy one had " + inARow + " turns in a row");
    }
  }

  @Test
  void roundRobinNeitherStarvesNorWaitsForWhatWeighsNextToNothing() { // trap 11
    Scene scene = new Scene(Algorithms.roundRobin());
    List<Endpoint> endpoints = weighted(1, 1e-3, 1e-6);
    scene.balancer.setEndpoints(endpoints);

    Map<Endpoint, Integer> counts = scene.sequential(100_000);

    assertEquals(100, counts.getOrDefault(endpoints.get(1), 0), 2, counts.toString());
    assertTrue(counts.getOrDefault(endpoints.get(2), 0) <= 1, counts.toString());
  }

  @Test
  void roundRobinGoesOnWhereItWasAfterAnUpdate() { // trap 9
    Scene scene = new Scene(Algorithms.roundRobin());
    List<Endpoint> all = weighted(1, 2, 3, 4, 5);
    Map<Endpoint, Integer> counts = new HashMap<>();
    for (int i = 0; i < 15_000; i++) {
      List<Endpoint> endpoints = new ArrayList<>(all);
      endpoints.add(Scene.weighted(Scene.endpoint(5 + i % 2), 0.01));
      scene.balancer.setEndpoints(endpoints);
      scene.sequential(1).forEach((endpoint, count) -> counts.merge(endpoint, count, Integer::sum));
    }

    for (Endpoint endpoint : all) {
      double share = endpoint.weight() * 1_000;
      assertEquals(share, counts.getOrDefault(endpoint, 0), 0.05 * share, counts.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("byTurns")
  void idleEndpointsGetTheirShares(Algorithm algorithm) { // trap 8
    Scene scene = new Scene(algorithm);
    scene.balancer.setEndpoints(WEIGHTED);
    Map<Endpoint, Integer> counts = new HashMap<>();
    int requests = 48_000;
    for (int i = 0; i < requests; i++) {
      Lease lease = scene.begin(RequestContext.empty().withAffinityKey("key " + i));
      scene.time.advance(Duration.ofMillis(10));
      scene.balancer.endRequest(lease, Outcome.SUCCESS);
      counts.merge(lease.endpoint(), 1, Integer::sum);
    }

    for (Endpoint endpoint : WEIGHTED) {
      double share = requests * endpoint.weight() / 24;
      assertEquals(share, counts.getOrDefault(endpoint, 0), 0.1 * share, algorithm + ": " + counts);
    }
  }

  /** As many requests in flight at any time as there are endpoints, or ten times as many. */
  @ParameterizedTest
  @MethodSource("byLoad")
  void busyEndpointsGetTheirShares(Algorithm algorithm) { // trap 8
    for (int concurrency : new int[] {8, 80}) {
      Scene scene = new Scene(algorithm);
      scene.balancer.setEndpoints(WEIGHTED);
      Map<Endpoint, Integer> counts = new HashMap<>();
      Deque<Lease> running = new ArrayDeque<>();
      int requests = 48_000;
      for (int i = 0; i < requests; i++) {
        Lease lease = scene.begin();
        counts.merge(lease.endpoint(), 1, Integer::sum);
        running.add(lease);
        scene.time.advance(Duration.ofMillis(1));
        if (running.size() == concurrency) {
          scene.balancer.endRequest(running.remove(), Outcome.SUCCESS);
        }
      }

      for (Endpoint endpoint : WEIGHTED) {
        double share = requests * endpoint.weight() / 24;
        assertEquals(
            share,
            counts.getOrDefault(endpoint, 0),
            // A request in flight is a large part of the load of a light one.
            (concurrency == 8 ? 0.35 : 0.25) * share,
            algorithm + " with " + concurrency + " in flight: " + counts);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("byLoad")
  void aWeightRaisedFromNextToNothingHoldsAtOnce(Algorithm algorithm) {
    Scene scene = new Scene(algorithm);
    scene.balancer.setEndpoints(weighted(1, 2, 1e-4));
    run(scene, 25_000);
    List<Endpoint> raised = weighted(1, 2, 1);
    scene.balancer.setEndpoints(raised);

    Map<Endpoint, Integer> counts = run(scene, 4_000);

    assertEquals(1_000, counts.getOrDefault(raised.get(2), 0), 60, counts.toString());
  }

  @ParameterizedTest
  @MethodSource("byLoad")
  void whatASlowStartFromLittleLeavesIsForgottenAtOnce(Algorithm algorithm) {
    SlowStart slowStart =
        SlowStart.builder(Duration.ofSeconds(20)).minWeightPercent(1).aggression(0.2).build();
    Scene scene = new Scene(algorithm, new VirtualTime(), builder -> builder.slowStart(slowStart));
    List<Endpoint> endpoints = weighted(1, 2, 1);
    scene.balancer.setEndpoints(endpoints.subList(0, 2));
    run(scene, 10_000);
    scene.balancer.setEndpoints(endpoints);
    run(scene, 20_000);

    Map<Endpoint, Integer> counts = run(scene, 4_000);

    assertEquals(1_000, counts.getOrDefault(endpoints.get(2), 0), 60, counts.toString());
  }

  /** Sends requests one after the other, each of which takes 1 ms. */
  private static Map<Endpoint, Integer> run(Scene scene, int requests) {
    Map<Endpoint, Integer> counts = new HashMap<>();
    for (int i = 0; i < requests; i++) {
      Lease lease = scene.begin();
      counts.merge(lease.endpoint(), 1, Integer::sum);
      scene.time.advance(Duration.ofMillis(1));
      scene.balancer.endRequest(lease, Outcome.SUCCESS);
    }
    return counts;
  }

  @ParameterizedTest
  @MethodSource("byLoad")
  void weightsCountAfterAnyIdleness(Algorithm algorithm) {
    Scene scene = new Scene(algorithm);
    List<Endpoint> endpoints = weighted(10, 1, 1);
    scene.balancer.setEndpoints(endpoints);
    run(scene, 2_000);
    scene.time.advance(Duration.ofHours(1));

    for (int i = 0; i < 60; i++) {
      scene.begin();
    }

    assertEquals(50, scene.statistics(endpoints.get(0)).inFlight(), 5);
  }

  @ParameterizedTest
  @MethodSource("byTurnsAlone")
  void weightsDoNotFadeWhenRequestsAreFarApart(Algorithm algorithm) { // trap 33
    Scene scene = new Scene(algorithm);
    List<Endpoint> endpoints = weighted(100, 10);
    scene.balancer.setEndpoints(endpoints);
    Map<Endpoint, Integer> counts = new HashMap<>();
    for (int i = 0; i < 1_100; i++) {
      Lease lease = scene.begin();
      counts.merge(lease.endpoint(), 1, Integer::sum);
      scene.time.advance(Duration.ofMillis(5));
      scene.balancer.endRequest(lease, Outcome.SUCCESS);
      scene.time.advance(Duration.ofMinutes(1));
    }

    assertEquals(1_000, counts.getOrDefault(endpoints.get(0), 0), 30, counts.toString());
  }

  @ParameterizedTest
  @MethodSource("byLoad")
  void weightsCountFromTheFirstRequestOn(Algorithm algorithm) {
    Scene scene = new Scene(algorithm);
    List<Endpoint> endpoints = weighted(10, 1, 1);
    scene.balancer.setEndpoints(endpoints);
    Map<Endpoint, Integer> counts = new HashMap<>();
    Deque<Lease> running = new ArrayDeque<>();
    for (int i = 0; i < 2_400; i++) {
      Lease lease = scene.begin();
      counts.merge(lease.endpoint(), 1, Integer::sum);
      running.add(lease);
      scene.time.advance(Duration.ofMillis(1));
      if (running.size() == 2) {
        scene.balancer.endRequest(running.remove(), Outcome.SUCCESS);
      }
    }

    for (Endpoint endpoint : endpoints) {
      double share = 200 * endpoint.weight();
      assertEquals(share, counts.getOrDefault(endpoint, 0), 0.1 * share, counts.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.evenkeel.EveryAlgorithm#all")
  void weightsOfAnyScaleWork(Algorithm algorithm) {
    Scene scene = new Scene(algorithm);
    scene.balancer.setEndpoints(weighted(1e6, 5e5));
    assertEquals(1_000, total(scene.sequential(1_000)));
    scene.balancer.setEndpoints(weighted(1e-6, 4e-6));
    assertEquals(1_000, total(scene.sequential(1_000)));
    scene.balancer.setEndpoints(weighted(1e-6, 1e6, 1));
    assertEquals(1_000, total(scene.sequential(1_000)));
    scene.begin(RequestContext.empty().withAffinityKey("key"));
  }

  @ParameterizedTest
  @MethodSource("io.github.evenkeel.EveryAlgorithm#hashing")
  void keysBelongToEndpointsInProportionToTheirWeights(Algorithm algorithm) {
    Scene scene = new Scene(algorithm);
    scene.balancer.setEndpoints(WEIGHTED);
    Map<Endpoint, Integer> counts = new HashMap<>();
    for (int i = 0; i < 100_000; i++) {
      counts.merge(
          scene.begin(RequestContext.empty().withAffinityKey("key " + i)).endpoint(),
          1,
          Integer::sum);
    }

    assertEquals(new HashSet<>(WEIGHTED), counts.keySet());
    for (Endpoint endpoint : WEIGHTED) {
      double share = 100_000 * endpoint.weight() / 24;
      assertEquals(share, counts.getOrDefault(endpoint, 0), 0.2 * share, algorithm + ": " + counts);
    }
  }

  private static int total(Map<Endpoint, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }
}
