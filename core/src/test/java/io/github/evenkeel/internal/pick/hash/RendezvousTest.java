/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.ChiSquare;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.Scene;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scores must look as if drawn by chance, however alike the endpoints and the keys are. */
class RendezvousTest {
  private static final int KEYS = 200_000;

  private static KeyTable table(List<Endpoint> endpoints) {
    return Tables.of("rendezvous", endpoints);
  }

  private static long hash(int customer) {
    return KeyHash.of("customer-" + customer);
  }

  private static List<Endpoint> without(List<Endpoint> endpoints, Endpoint removed) {
    List<Endpoint> rest = new ArrayList<>(endpoints);
    rest.remove(removed);
    return rest;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10, 100, 1000})
  void similarKeysAreSpreadOverSimilarEndpointsAsIfByChance(int size) {
    List<Endpoint> endpoints = Scene.endpoints(size);
    KeyTable table = table(endpoints);
    Map<Endpoint, Integer> counts = new HashMap<>();
    for (int i = 0; i < KEYS; i++) {
      counts.merge(endpoints.get(table.owner(hash(i))), 1, Integer::sum);
    }

    ChiSquare.assertShares(endpoints, endpoint -> 1, counts);
  }

  @Test
  void theKeysOfARemovedEndpointAreSpreadOverTheRestAsIfByChance() {
    List<Endpoint> endpoints = Scene.endpoints(20);
    KeyTable before = table(endpoints);
    for (int removed = 0; removed < endpoints.size(); removed++) {
      List<Endpoint> rest = without(endpoints, endpoints.get(removed));
      KeyTable after = table(rest);
      Map<Endpoint, Integer> counts = new HashMap<>();
      for (int i = 0; i < KEYS; i++) {
        if (before.owner(hash(i)) == removed) {
          counts.merge(rest.get(after.owner(hash(i))), 1, Integer::sum);
        }
      }

      ChiSquare.assertShares(rest, endpoint -> 1, counts);
    }
  }

  /** The avalanche, as far as a choice of one of many can tell. */
  @Test
  void keysWhoseHashesDifferInOneBitHaveNothingInCommon() {
    int size = 100;
    KeyTable table = table(Scene.endpoints(size));
    int keys = 20_000;
    for (int bit = 0; bit < Long.SIZE; bit++) {
      long flipped = 1L << bit;
      long same =
          IntStream.range(0, keys)
              .mapToLong(RendezvousTest::hash)
              .filter(hash -> table.owner(hash) == table.owner(hash ^ flipped))
              .count();

      assertTrue(same < 1.5 * keys / size, "bit " + bit + " leaves " + same + " where they were");
    }
  }

  @Test
  void underWeightsARemovalMovesOnlyItsOwnKeysInProportion() {
    List<Endpoint> endpoints =
        IntStream.range(0, 20)
            .mapToObj(i -> Scene.weighted(Scene.endpoint(i), 0.5 + i % 7))
            .toList();
    KeyTable before = table(endpoints);
    Map<Endpoint, Integer> counts = new HashMap<>();
    Endpoint removed = endpoints.get(6);
    List<Endpoint> rest = without(endpoints, removed);
    KeyTable after = table(rest);
    Map<Endpoint, Integer> moved = new HashMap<>();
    for (int i = 0; i < KEYS; i++) {
      Endpoint owner = endpoints.get(before.owner(hash(i)));
      Endpoint next = rest.get(after.owner(hash(i)));
      counts.merge(owner, 1, Integer::sum);
      if (owner.equals(removed)) {
        moved.merge(next, 1, Integer::sum);
      } else {
        assertEquals(owner, next);
      }
    }

    ChiSquare.assertShares(endpoints, Endpoint::weight, counts);
    ChiSquare.assertShares(rest, Endpoint::weight, moved);
  }

  @Test
  void whereWeightsBeginToDifferOnlyKeysOfTheOneThatChangesMove() {
    List<Endpoint> equal = Scene.endpoints(10);
    KeyTable before = table(equal);
    List<Endpoint> raised = new ArrayList<>(equal);
    raised.set(0, Scene.weighted(equal.get(0), 1.1));
    KeyTable after = table(raised);
    for (int i = 0; i < KEYS; i++) {
      int owner = after.owner(hash(i));
      assertTrue(owner == 0 || owner == before.owner(hash(i)));
    }
  }
}
