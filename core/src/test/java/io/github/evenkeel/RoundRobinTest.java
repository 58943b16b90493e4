/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.balancer.LoadBalancerBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RoundRobinTest {

  @Test
  void visitsAllInTurn() {
    Scene scene = new Scene(Algorithms.roundRobin()).with(4);

    List<Endpoint> firstRound = round(scene, 4);

    assertEquals(new HashSet<>(Scene.endpoints(4)), new HashSet<>(firstRound));
    assertEquals(firstRound, round(scene, 4));
    assertEquals(Set.of(25), new HashSet<>(scene.sequential(100).values()));
  }

  @Test
  void updatesDoNotRestartTheCycle() { // trap 9
    Scene scene = new Scene(Algorithms.roundRobin());
    Map<Endpoint, Integer> counts = new HashMap<>();
    Endpoint[] flapping = {Scene.endpoint(4), Scene.endpoint(5)};
    for (int i = 0; i < 4_000; i++) {
      List<Endpoint> endpoints = new ArrayList<>(Scene.endpoints(4));
      endpoints.add(flapping[i % 2]);
      scene.balancer.setEndpoints(endpoints);
      scene.sequential(1).forEach((endpoint, count) -> counts.merge(endpoint, count, Integer::sum));
    }

    for (Endpoint stable : Scene.endpoints(4)) {
      assertEquals(800, counts.getOrDefault(stable, 0), 80, counts.toString());
    }
  }

  @Test
  void weightsInSimpleProportionsRepeatThemselves() {
    Scene scene = new Scene(Algorithms.roundRobin());
    List<Endpoint> endpoints = Scene.weightedEndpoints(1, 1.5, 2);
    scene.balancer.setEndpoints(endpoints);

    List<Endpoint> first = round(scene, 9);

    for (Endpoint endpoint : endpoints) {
      assertEquals(2 * endpoint.weight(), Collections.frequency(first, endpoint));
    }
    for (int i = 0; i < 10; i++) {
      assertEquals(first, round(scene, 9));
    }
  }

  @Test
  void clientsDoNotGoInStep() { // trap 9
    Map<Endpoint, Integer> counts = new HashMap<>();
    for (int seed = 0; seed < 10_000; seed++) {
      Scene scene = new Scene(Algorithms.roundRobin(), seed).with(10);
      counts.merge(scene.begin().endpoint(), 1, Integer::sum);
    }

    ChiSquare.assertShares(Scene.endpoints(10), endpoint -> 1, counts);
  }

  @Test
  void goesOnBeyondTheLargestNumber() { // trap 10
    for (long start : new long[] {Integer.MAX_VALUE - 2L, Long.MAX_VALUE - 2}) {
      RandomGenerator random = () -> start;
      LoadBalancer balancer =
          new LoadBalancerBuilder("orders")
              .algorithm(Algorithms.roundRobin())
              .random(() -> random)
              .build();
      balancer.setEndpoints(Scene.endpoints(4));

      List<Endpoint> picked = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        try {
          picked.add(balancer.beginRequest(RequestContext.empty()).endpoint());
        } catch (NoEndpointAvailableException | QueueFullException e) {
          throw new AssertionError(e);
        }
      }

      for (Endpoint endpoint : Scene.endpoints(4)) {
        assertEquals(100, Collections.frequency(picked, endpoint), 1);
      }
    }
  }

  /** A retry goes to one of the rest at random, so it does not follow the broken one around. */
  @Test
  void retriesDoNotTakeTheTurnsOfOthers() { // trap 16
    Scene scene = new Scene(Algorithms.roundRobin()).with(4);
    Endpoint broken = Scene.endpoint(0);
    Map<Endpoint, Integer> first = new HashMap<>();
    Map<Endpoint, Integer> retried = new HashMap<>();
    for (int i = 0; i < 12_000; i++) {
      Endpoint picked = scene.begin().endpoint();
      first.merge(picked, 1, Integer::sum);
      if (picked.equals(broken)) {
        RequestContext retry = RequestContext.empty().withTried(broken);
        retried.merge(scene.begin(retry).endpoint(), 1, Integer::sum);
      }
    }

    assertEquals(Set.of(3_000), new HashSet<>(first.values()));
    assertEquals(null, retried.get(broken));
    ChiSquare.assertShares(Scene.endpoints(4).subList(1, 4), endpoint -> 1, retried);
  }

  @Test
  void aRetryGoesToOneOfTheRestByWeight() {
    List<Endpoint> endpoints = Scene.weightedEndpoints(100, 1, 2, 3);
    Scene scene = new Scene(Algorithms.roundRobin());
    scene.balancer.setEndpoints(endpoints);
    RequestContext retry = RequestContext.empty().withTried(endpoints.get(0));
    Map<Endpoint, Integer> counts = new HashMap<>();
    for (int i = 0; i < 60_000; i++) {
      counts.merge(scene.begin(retry).endpoint(), 1, Integer::sum);
    }

    assertEquals(null, counts.get(endpoints.get(0)));
    ChiSquare.assertShares(endpoints.subList(1, 4), Endpoint::weight, counts);
  }

  private static List<Endpoint> round(Scene scene, int requests) {
    List<Endpoint> picked = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      picked.add(scene.begin().endpoint());
    }
    return picked;
  }
}
