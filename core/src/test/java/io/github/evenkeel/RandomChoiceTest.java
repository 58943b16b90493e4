/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RandomChoiceTest {

  @Test
  void picksAllWithEqualChance() {
    Scene scene = new Scene(Algorithms.random()).with(10);

    Map<Endpoint, Integer> counts = scene.sequential(100_000);

    ChiSquare.assertShares(Scene.endpoints(10), endpoint -> 1, counts);
  }

  @Test
  void oneEndpointGetsEverything() {
    Scene scene = new Scene(Algorithms.random());
    scene.balancer.setEndpoints(List.of(Scene.endpoint(0)));

    assertEquals(Map.of(Scene.endpoint(0), 10), scene.sequential(10));
  }

  @Test
  void aRetryGoesToOneOfTheRestByWeight() { // trap 16
    List<Endpoint> endpoints = Scene.weightedEndpoints(100, 1, 2, 3);
    Scene scene = new Scene(Algorithms.random());
    scene.balancer.setEndpoints(endpoints);
    RequestContext retry = RequestContext.empty().withTried(endpoints.get(0));
    Map<Endpoint, Integer> counts = new HashMap<>();
    for (int i = 0; i < 60_000; i++) {
      counts.merge(scene.begin(retry).endpoint(), 1, Integer::sum);
    }

    assertEquals(null, counts.get(endpoints.get(0)));
    ChiSquare.assertShares(endpoints.subList(1, 4), Endpoint::weight, counts);
  }
}
