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

class TwoChoicesTest {

  @Test
  void idleEndpointsArePickedWithEqualChance() { // traps 5 and 7
    for (int size : new int[] {2, 3, 10}) {
      Map<Endpoint, Integer> counts =
          new Scene(Algorithms.powerOfTwoChoices()).with(size).sequential(60_000);

      ChiSquare.assertShares(Scene.endpoints(size), endpoint -> 1, counts);
    }
  }

  @Test
  void comparesTwoDifferentOnesAllPairsEquallyLikely() { // trap 7
    int size = 8;
    Scene scene = new Scene(Algorithms.powerOfTwoChoices()).with(size);
    for (int i = 1; i < size; i++) {
      scene.load(Scene.endpoint(i), i);
    }

    Map<Endpoint, Integer> counts = new HashMap<>();
    for (int i = 0; i < 56_000; i++) {
      Lease lease = scene.begin();
      counts.merge(lease.endpoint(), 1, Integer::sum);
      scene.balancer.endRequest(lease, Outcome.CANCELED);
    }

    // Number i wins against the busier ones, of which there are size - 1 - i. The busiest never
    // wins, which it would if it could be drawn twice.
    List<Endpoint> winners = Scene.endpoints(size - 1);
    assertEquals(null, counts.get(Scene.endpoint(size - 1)));
    ChiSquare.assertShares(winners, endpoint -> size - 1 - winners.indexOf(endpoint), counts);
  }

  @Test
  void oneEndpointGetsEverything() {
    assertEquals(
        Map.of(Scene.endpoint(0), 10),
        new Scene(Algorithms.powerOfTwoChoices()).with(1).sequential(10));
  }

  @Test
  void simultaneousRequestsAreSpreadFarMoreEvenlyThanByChance() {
    Scene scene = new Scene(Algorithms.powerOfTwoChoices()).with(100);
    for (int i = 0; i < 10_000; i++) {
      scene.begin();
    }

    // Chance alone would have about 127 on the busiest; two choices, about 100 + log2(ln 100).
    int busiest =
        scene.balancer.statistics().stream()
            .mapToInt(EndpointStatistics::inFlight)
            .max()
            .orElseThrow();
    assertEquals(102, busiest, 2);
  }
}
