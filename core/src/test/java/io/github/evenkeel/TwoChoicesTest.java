/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.internal.host.HostSet;
import io.github.evenkeel.internal.host.HostStats;
import io.github.evenkeel.internal.load.HostLoad;
import io.github.evenkeel.internal.pick.HostPicker;
import io.github.evenkeel.internal.pick.TwoChoices;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwoChoicesTest {

  @Test
  void idleEndpointsArePickedWithEqualChance() { // traps 5 and 7
    for (int size : new int[] {2, 3, 10}) {
      Map<Endpoint, Integer> counts =
          new Scene(Algorithms.powerOfTwoChoices()).with(size).sequential(60_000);

      ChiSquare.assertShares(Scene.endpoints(size), endpoint -> 1, counts);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 7})
  void allPairsOfDifferentOnesAreEquallyLikely(int size) { // trap 7
    Map<List<Integer>, Integer> counts = pairs(Scene.endpoints(size), size * (size - 1) * 2_000);

    // In both orders: of two that tie, each is picked as often as the other.
    List<List<Integer>> all = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        if (i != j) {
          all.add(List.of(i, j));
        }
      }
    }
    assertEquals(Set.copyOf(all), counts.keySet());
    ChiSquare.assertShares(all, pair -> 1, counts);
  }

  /** Which pairs are compared while all are equally loaded: the one that is picked comes first. */
  private static Map<List<Integer>, Integer> pairs(List<Endpoint> endpoints, int picks) {
    HostSet hosts = Hosts.of(endpoints);
    Set<HostStats> compared = new HashSet<>();
    HostLoad load =
        (stats, perWeight, lead, now) -> {
          compared.add(stats);
          return 1;
        };
    SplittableRandom random = new SplittableRandom(42);
    HostPicker picker = new TwoChoices(load, () -> random).pickerFor(hosts, 0);
    Map<List<Integer>, Integer> counts = new HashMap<>();
    for (int i = 0; i < picks; i++) {
      compared.clear();
      int picked = picker.pick(hosts, RequestContext.empty(), 0);
      assertEquals(2, compared.size());
      int other =
          IntStream.range(0, endpoints.size())
              .filter(j -> j != picked && compared.contains(hosts.host(j).stats()))
              .findFirst()
              .orElseThrow();
      counts.merge(List.of(picked, other), 1, Integer::sum);
    }
    return counts;
  }

  @Test
  void underWeightsBothAreDrawnByWeight() { // trap 8
    List<Endpoint> endpoints = Scene.weightedEndpoints(3, 1, 2, 4);
    Map<List<Integer>, Integer> counts = pairs(endpoints, 60_000);

    List<List<Integer>> all = new ArrayList<>();
    Map<List<Integer>, Integer> unordered = new HashMap<>();
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < i; j++) {
        all.add(List.of(i, j));
        unordered.put(
            List.of(i, j),
            counts.getOrDefault(List.of(i, j), 0) + counts.getOrDefault(List.of(j, i), 0));
      }
    }
    ChiSquare.assertShares(
        all,
        pair -> {
          double one = endpoints.get(pair.get(0)).weight() / 10;
          double other = endpoints.get(pair.get(1)).weight() / 10;
          return one * other / (1 - one) + other * one / (1 - other);
        },
        unordered);
  }

  @Test
  void oneThatOutweighsAllIsComparedWithAnyOfTheOthers() { // trap 7
    List<Endpoint> endpoints = Scene.weightedEndpoints(1e-6, 1e-6, 1e6, 1e-6);
    Map<Integer, Integer> others = new HashMap<>();
    pairs(endpoints, 6_000)
        .forEach(
            (pair, count) -> {
              assertTrue(pair.contains(2));
              others.merge(pair.get(0) + pair.get(1) - 2, count, Integer::sum);
            });

    ChiSquare.assertShares(List.of(0, 1, 3), endpoint -> 1, others);
  }

  @Test
  void aLeadIsFourTurnsByWeightAndOneOfItsOwnAtMost() { // trap 8
    HostSet hosts = Hosts.of(Scene.weightedEndpoints(1, 3));
    for (int favorite = 0; favorite < 2; favorite++) {
      HostStats favored = hosts.host(favorite).stats();
      double[] most = new double[1];
      HostLoad load =
          (stats, perWeight, lead, now) -> {
            most[0] = Math.max(most[0], stats == favored ? lead : 0);
            return stats == favored ? 0 : 1;
          };
      SplittableRandom random = new SplittableRandom(42);
      HostPicker picker = new TwoChoices(load, () -> random).pickerFor(hosts, 0);
      for (int i = 0; i < 50; i++) {
        assertEquals(favorite, picker.pick(hosts, RequestContext.empty(), 0));
      }

      assertEquals(4 + 1 / hosts.weight(favorite), most[0], 1e-9);
    }
  }

  @Test
  void theLessLoadedOfBothIsPicked() {
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
  void aRetryGoesToTheLessLoadedOfTheRest() { // trap 16
    Scene scene = new Scene(Algorithms.powerOfTwoChoices()).with(3);
    scene.load(Scene.endpoint(1), 1);
    RequestContext retry = RequestContext.empty().withTried(Scene.endpoint(0));
    for (int i = 0; i < 100; i++) {
      Lease lease = scene.begin(retry);
      assertEquals(Scene.endpoint(2), lease.endpoint());
      scene.balancer.endRequest(lease, Outcome.SUCCESS);
    }
  }

  @Test
  void retriesHonourTheWeightsOfTheRest() { // trap 16
    List<Endpoint> endpoints = Scene.weightedEndpoints(100, 1, 2, 3);
    Scene scene = new Scene(Algorithms.powerOfTwoChoices());
    scene.balancer.setEndpoints(endpoints);
    RequestContext retry = RequestContext.empty().withTried(endpoints.get(0));
    Map<Endpoint, Integer> counts = new HashMap<>();
    for (int i = 0; i < 6_000; i++) {
      Lease lease = scene.begin(retry);
      counts.merge(lease.endpoint(), 1, Integer::sum);
      scene.balancer.endRequest(lease, Outcome.SUCCESS);
    }

    assertEquals(null, counts.get(endpoints.get(0)));
    for (Endpoint endpoint : endpoints.subList(1, 4)) {
      double share = 1_000 * endpoint.weight();
      assertEquals(share, counts.getOrDefault(endpoint, 0), 0.05 * share, counts.toString());
    }
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
