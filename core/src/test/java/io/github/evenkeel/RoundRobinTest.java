/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
    scene.balancer.setEndpoints(
        List.of(
            Scene.weighted(Scene.endpoint(0), 1),
            Scene.weighted(Scene.endpoint(1), 1.5),
            Scene.weighted(Scene.endpoint(2), 2)));

    List<Endpoint> first = round(scene, 9);

    assertEquals(2, Collections.frequency(first, Scene.weighted(Scene.endpoint(0), 1)));
    assertEquals(3, Collections.frequency(first, Scene.weighted(Scene.endpoint(1), 1.5)));
    assertEquals(4, Collections.frequency(first, Scene.weighted(Scene.endpoint(2), 2)));
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
          LoadBalancer.builder("orders")
              .algorithm(Algorithms.roundRobin())
              .random(() -> random)
              .build();
      balancer.setEndpoints(Scene.endpoints(4));

      List<Endpoint> picked = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        try {
          picked.add(balancer.beginRequest(RequestContext.empty()).endpoint());
        } catch (NoEndpointAvailableException e) {
          throw new AssertionError(e);
        }
      }

      for (Endpoint endpoint : Scene.endpoints(4)) {
        assertEquals(100, Collections.frequency(picked, endpoint), 1);
      }
    }
  }

  @Test
  void retriesDoNotTakeTheTurnsOfOthers() {
    Scene scene = new Scene(Algorithms.roundRobin()).with(4);
    Endpoint broken = Scene.endpoint(0);
    Map<Endpoint, Integer> served = new HashMap<>();
    for (int i = 0; i < 1_200; i++) {
      Endpoint picked = scene.begin().endpoint();
      if (picked.equals(broken)) {
        picked = scene.begin(RequestContext.empty().withTried(broken)).endpoint();
      }
      served.merge(picked, 1, Integer::sum);
    }

    assertEquals(
        Map.of(Scene.endpoint(1), 400, Scene.endpoint(2), 400, Scene.endpoint(3), 400), served);
  }

  private static List<Endpoint> round(Scene scene, int requests) {
    List<Endpoint> picked = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      picked.add(scene.begin().endpoint());
    }
    return picked;
  }
}
