/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LeastRequestTest {

  @Test
  void picksTheIdlestOfAll() {
    Scene scene = new Scene(Algorithms.leastRequest()).with(4);
    Endpoint idle = Scene.endpoint(2);
    List<Lease> leases = Stream.generate(scene::begin).limit(12).toList();

    leases.stream()
        .filter(lease -> lease.endpoint().equals(idle))
        .limit(1)
        .forEach(lease -> scene.balancer.endRequest(lease, Outcome.SUCCESS));

    assertEquals(idle, scene.begin().endpoint());
  }

  @Test
  void simultaneousRequestsAreSpreadEvenly() {
    Scene scene = new Scene(Algorithms.leastRequest()).with(7);
    for (int i = 0; i < 70; i++) {
      scene.begin();
    }

    for (EndpointStatistics statistics : scene.balancer.statistics()) {
      assertEquals(10, statistics.inFlight());
    }
  }

  @Test
  void thoseThatTieTakeTurns() { // trap 5
    Map<Endpoint, Integer> counts = new Scene(Algorithms.leastRequest()).with(4).sequential(100);

    assertEquals(
        Map.of(
            Scene.endpoint(0), 25,
            Scene.endpoint(1), 25,
            Scene.endpoint(2), 25,
            Scene.endpoint(3), 25),
        counts);
  }

  @Test
  void theOneAfterABusyOneGetsNoMoreThanItsShare() { // trap 5
    Scene scene = new Scene(Algorithms.leastRequest()).with(4);
    Endpoint busy = Scene.endpoint(1);
    scene.load(busy, 1);

    Map<Endpoint, Integer> counts = scene.sequential(300);

    assertEquals(
        Map.of(Scene.endpoint(0), 100, Scene.endpoint(2), 100, Scene.endpoint(3), 100), counts);
  }

  @Test
  void clientsDoNotGoInStep() { // trap 5
    Map<Endpoint, Integer> counts = new HashMap<>();
    for (int seed = 0; seed < 10_000; seed++) {
      Scene scene = new Scene(Algorithms.leastRequest(), seed).with(10);
      counts.merge(scene.begin().endpoint(), 1, Integer::sum);
    }

    assertEquals(10, counts.size());
    counts.forEach((endpoint, count) -> assertEquals(1_000, count, 600, counts::toString));
  }

  @Test
  void aNewIdleEndpointIsPickedAtOnceAndNotOnly() {
    Scene scene = new Scene(Algorithms.leastRequest()).with(3);
    scene.begin();
    scene.begin();
    scene.begin();

    scene.with(4);

    assertEquals(Scene.endpoint(3), scene.begin().endpoint());
    Set<Endpoint> next = new HashSet<>();
    for (int i = 0; i < 4; i++) {
      next.add(scene.begin().endpoint());
    }
    assertEquals(new HashSet<>(Scene.endpoints(4)), next);
  }

  @Test
  void aRetryGoesToTheIdlestOfTheRest() {
    Scene scene = new Scene(Algorithms.leastRequest()).with(3);
    scene.load(Scene.endpoint(1), 1);
    RequestContext retry = RequestContext.empty().withTried(Scene.endpoint(2));

    assertEquals(Scene.endpoint(0), scene.begin(retry).endpoint());
  }

  @Test
  void noneHasLessThanTheOnePicked() {
    SplittableRandom random = new SplittableRandom(7);
    Scene scene = new Scene(Algorithms.leastRequest()).with(20);
    List<Lease> running = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      if (i % 500 == 499) {
        scene.with(5 + random.nextInt(20));
      }
      // Now more begin than end, now fewer, so that the least rises and falls.
      if (running.isEmpty() || random.nextInt(100) < (i / 1_000 % 2 == 0 ? 60 : 40)) {
        int least =
            scene.balancer.statistics().stream()
                .filter(statistics -> !statistics.isDraining())
                .mapToInt(EndpointStatistics::inFlight)
                .min()
                .orElseThrow();
        Lease lease = scene.begin();
        running.add(lease);
        assertEquals(least + 1, scene.statistics(lease.endpoint()).inFlight());
      } else {
        Lease ended = running.remove(random.nextInt(running.size()));
        scene.balancer.endRequest(ended, Outcome.SUCCESS);
      }
    }
  }

  @Test
  void afterARollingRestartHealthyHostsTakeTurnsWhileOneFails() { // trap 5
    List<Endpoint> endpoints = new ArrayList<>(Scene.endpoints(4));
    Scene scene = new Scene(Algorithms.leastRequest());
    scene.balancer.setEndpoints(endpoints);
    for (int i = 0; i < 4; i++) {
      endpoints.add(Scene.endpoint(10 + i));
      scene.balancer.setEndpoints(endpoints);
      endpoints.remove(0);
      scene.balancer.setEndpoints(endpoints);
    }
    for (Endpoint broken : endpoints) {
      Map<Endpoint, Integer> counts = new HashMap<>();
      for (int i = 0; i < 3000; i++) {
        Lease lease = scene.begin();
        scene.time.advance(Duration.ofMillis(10));
        boolean fails = lease.endpoint().equals(broken);
        scene.balancer.endRequest(lease, fails ? Outcome.SERVER_ERROR : Outcome.SUCCESS);
        counts.merge(lease.endpoint(), 1, Integer::sum);
      }
      counts.remove(broken);
      assertEquals(3, counts.size());
      counts.forEach((endpoint, count) -> assertEquals(1000, count, 100, counts::toString));
      scene.time.advance(Duration.ofMinutes(5));
    }
  }
}
