/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every hash algorithm. */
class HashAlgorithmTest {
  private static final int KEYS = 10_000;
  private static final List<Endpoint> WEIGHTED =
      Scene.weightedEndpoints(1, 2, 0.5, 4, 1, 3, 1, 0.25, 8, 1);

  static Map<String, Endpoint> owners(Scene scene, int keys) {
    Map<String, Endpoint> owners = new LinkedHashMap<>();
    for (int i = 0; i < keys; i++) {
      String key = "key " + i;
      Lease lease = scene.begin(RequestContext.empty().withAffinityKey(key));
      scene.balancer.endRequest(lease, Outcome.SUCCESS);
      owners.put(key, lease.endpoint());
    }
    return owners;
  }

  private static Algorithm named(String name) {
    return EveryAlgorithm.hashing().stream()
        .filter(algorithm -> algorithm.toString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("io.github.evenkeel.EveryAlgorithm#hashing")
  void aKeyStaysOnOneEndpointWhateverItsLoad(HashAlgorithm algorithm) {
    Scene scene = new Scene(algorithm).with(10);
    Set<Endpoint> picked = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      picked.add(scene.begin(RequestContext.empty().withAffinityKey("hot")).endpoint());
    }

    assertEquals(1, picked.size());
  }

  /** Clients may learn of endpoints in any order, and come to the same through other updates. */
  @ParameterizedTest
  @MethodSource("io.github.evenkeel.EveryAlgorithm#hashing")
  void allClientsAgree(HashAlgorithm algorithm) {
    Scene one = new Scene(algorithm, 1).with(10);
    Scene other = new Scene(algorithm, 2).with(17);
    for (int i = 0; i < 20; i++) {
      other.with(1 + i);
    }
    List<Endpoint> shuffled = new ArrayList<>(Scene.endpoints(10));
    Collections.shuffle(shuffled, new Random(3));
    other.balancer.setEndpoints(shuffled);

    assertEquals(owners(one, 1_000), owners(other, 1_000));
  }

  @ParameterizedTest
  @CsvSource({
    "ringHash,10,0",
    "ringHash,3,0",
    "ringHash,100,0",
    "rendezvous,10,0",
    "rendezvous,100,0",
    "maglev,10,0.0030",
    "maglev,50,0.0060",
    "maglev,100,0.0080",
  })
  void aRemovalMovesItsOwnKeysAndAtMostAFewOthers(String name, int size, double excess) {
    Scene scene = new Scene(named(name)).with(size);
    Map<String, Endpoint> before = owners(scene, KEYS);
    double moved = 0;
    int removals = Math.min(size, 5);
    for (int i = 0; i < removals; i++) {
      Endpoint removed = Scene.endpoint(i * size / removals);
      List<Endpoint> rest = new ArrayList<>(Scene.endpoints(size));
      rest.remove(removed);
      scene.balancer.setEndpoints(rest);
      Map<String, Endpoint> after = owners(scene, KEYS);
      for (Map.Entry<String, Endpoint> key : before.entrySet()) {
        if (!key.getValue().equals(removed) && !key.getValue().equals(after.get(key.getKey()))) {
          moved++;
        }
      }
      scene.with(size);
    }

    double share = moved / removals / KEYS;
    assertTrue(share <= excess, name + " moved " + share + " of others' keys");
    assertEquals(before, owners(scene, KEYS), "all come home when it is back");
  }

  @ParameterizedTest
  @MethodSource("io.github.evenkeel.EveryAlgorithm#hashing")
  void theKeysOfOneEndpointHaveTheirNextChoiceOnAllOthers(HashAlgorithm algorithm) { // trap 16
    Scene scene = new Scene(algorithm).with(10);
    Endpoint avoided = Scene.endpoint(4);
    Map<Endpoint, Integer> next = new HashMap<>();
    for (Map.Entry<String, Endpoint> key : owners(scene, KEYS).entrySet()) {
      if (key.getValue().equals(avoided)) {
        RequestContext retry =
            RequestContext.empty().withAffinityKey(key.getKey()).withTried(avoided);
        Endpoint choice = scene.begin(retry).endpoint();
        assertEquals(choice, scene.begin(retry).endpoint(), "the next choice is the key's own");
        next.merge(choice, 1, Integer::sum);
      }
    }

    assertEquals(9, next.size(), next.toString());
    int total = next.values().stream().mapToInt(Integer::intValue).sum();
    next.values().forEach(count -> assertTrue(count < 0.2 * total, next.toString()));
  }

  @ParameterizedTest
  @MethodSource("io.github.evenkeel.EveryAlgorithm#hashing")
  void theKeysOfAHeavyEndpointHaveTheirNextChoiceOnAllOthers(HashAlgorithm algorithm) { // trap 16
    List<Endpoint> endpoints = oneHeavy();
    Scene scene = new Scene(algorithm);
    scene.balancer.setEndpoints(endpoints);
    Map<Endpoint, Integer> counts = new HashMap<>();
    for (int i = 0; i < 3000; i++) {
      RequestContext request = RequestContext.empty().withAffinityKey("key " + i);
      counts.merge(scene.begin(request.withTried(endpoints.get(0))).endpoint(), 1, Integer::sum);
    }
    ChiSquare.assertShares(endpoints.subList(1, 4), Endpoint::weight, counts);
  }

  /** Four endpoints, of which the first outweighs the others by far. */
  static List<Endpoint> oneHeavy() {
    return Scene.weightedEndpoints(1000, 1, 2, 3);
  }

  @Test
  void clientsAgreeUnderWeightsInWhateverOrderTheyLearnt() {
    assertAgree(1, 4, 9, 3, 7, 8, 4, 4, 2, 6, 5, 7);
    // 1 on average, and in some orders the last digit less: on either side of a power of two.
    assertAgree(0.2, 0.1, 2.8, 0.9);
  }

  private static void assertAgree(double... weights) {
    List<Endpoint> endpoints = Scene.weightedEndpoints(weights);
    for (HashAlgorithm algorithm : EveryAlgorithm.hashing()) {
      Scene one = new Scene(algorithm);
      one.balancer.setEndpoints(endpoints);
      Map<String, Endpoint> owners = owners(one, 5000);
      for (int i = 0; i < 20; i++) {
        List<Endpoint> shuffled = new ArrayList<>(endpoints);
        Collections.shuffle(shuffled, new Random(i));
        Scene other = new Scene(algorithm);
        other.balancer.setEndpoints(shuffled);
        assertEquals(owners, owners(other, 5000), algorithm.toString());
      }
    }
  }

  /** By rendezvous hashing, whichever algorithm tells the owner. */
  @ParameterizedTest
  @MethodSource("io.github.evenkeel.EveryAlgorithm#hashing")
  void aKeyWhoseOwnerWasTriedGoesToItsOwnerAmongTheRest(HashAlgorithm algorithm) { // trap 16
    for (List<Endpoint> endpoints : List.of(Scene.endpoints(10), WEIGHTED)) {
      Scene scene = new Scene(algorithm);
      scene.balancer.setEndpoints(endpoints);
      Scene rest = new Scene(Algorithms.rendezvous());
      for (Map.Entry<String, Endpoint> key : owners(scene, 300).entrySet()) {
        RequestContext request = RequestContext.empty().withAffinityKey(key.getKey());
        List<Endpoint> others = new ArrayList<>(endpoints);
        others.remove(key.getValue());
        rest.balancer.setEndpoints(others);
        Endpoint second = rest.begin(request).endpoint();
        assertEquals(second, scene.begin(request.withTried(key.getValue())).endpoint());

        others.remove(second);
        rest.balancer.setEndpoints(others);
        assertEquals(
            rest.begin(request).endpoint(),
            scene.begin(request.withTried(key.getValue()).withTried(second)).endpoint());
      }
    }
  }

  /** As after an update, if the one that was tried is not the owner any more. */
  @ParameterizedTest
  @MethodSource("io.github.evenkeel.EveryAlgorithm#hashing")
  void aKeyWhoseOwnerWasNotTriedGoesToItsOwner(HashAlgorithm algorithm) {
    Scene scene = new Scene(algorithm).with(10);
    Endpoint tried = Scene.endpoint(3);
    owners(scene, 300)
        .forEach(
            (key, owner) -> {
              RequestContext retry = RequestContext.empty().withAffinityKey(key).withTried(tried);
              if (!owner.equals(tried)) {
                assertEquals(owner, scene.begin(retry).endpoint());
              }
            });
  }

  /** Also where only few are left. */
  @ParameterizedTest
  @MethodSource("io.github.evenkeel.EveryAlgorithm#hashing")
  void clientsAgreeOnNextChoicesInWhateverOrderTheyLearnt(HashAlgorithm algorithm) {
    List<Endpoint> equal = Scene.endpoints(5);
    List<Endpoint> weighted = new ArrayList<>(equal);
    weighted.set(0, Scene.weighted(equal.get(0), 100));
    assertAgreeOnNextChoices(algorithm, equal, equal.subList(0, 3));
    assertAgreeOnNextChoices(algorithm, weighted, weighted.subList(0, 1));
    assertAgreeOnNextChoices(algorithm, weighted, weighted);
  }

  private static void assertAgreeOnNextChoices(
      HashAlgorithm algorithm, List<Endpoint> endpoints, List<Endpoint> tried) {
    Scene one = new Scene(algorithm);
    one.balancer.setEndpoints(endpoints);
    List<Endpoint> reversed = new ArrayList<>(endpoints);
    Collections.reverse(reversed);
    Scene other = new Scene(algorithm);
    other.balancer.setEndpoints(reversed);
    for (int i = 0; i < 500; i++) {
      RequestContext retry = RequestContext.empty().withAffinityKey("key " + i);
      for (Endpoint endpoint : tried) {
        retry = retry.withTried(endpoint);
      }
      assertEquals(one.begin(retry).endpoint(), other.begin(retry).endpoint());
    }
  }

  /** By these, clients of different versions and processes agree. */
  @ParameterizedTest
  @CsvSource({
    "ringHash, 923588105924565267961979, -1816194765",
    "maglev, 399861231144303821664501, -1220258518",
    "rendezvous, 503868841882504026779150, 194687609",
  })
  void aKeyBelongsOnTheSameEndpointInEveryProcess(String name, String first, int all) {
    assertOwners(first, all, new Scene(named(name)).with(10));
  }

  @ParameterizedTest
  @CsvSource({
    "ringHash, 963588885986565837963383, 1900733320",
    "maglev, 388831831158303821368508, 1283210865",
    "rendezvous, 553838813885588086858850, -1714261116",
  })
  void underWeightsAKeyBelongsOnTheSameEndpointInEveryProcess(String name, String first, int all) {
    Scene scene = new Scene(named(name));
    scene.balancer.setEndpoints(WEIGHTED);

    assertOwners(first, all, scene);
  }

  /** Checks the owners of the first 24 of so many keys, and the hash code of all. */
  private static void assertOwners(String first, int all, Scene scene) {
    String numbers = numbers(owners(scene, KEYS).values());
    assertEquals(first, numbers.substring(0, 24));
    assertEquals(all, numbers.hashCode());
  }

  /** The endpoints that a key goes to if one after the other fails. */
  @ParameterizedTest
  @CsvSource({
    "ringHash, 9517264803 2057396418 3142865907 5846290317, 9518640327 6530891472 3815462907 5843690217",
    "maglev, 3517264809 9057364182 9314286507 8465290317, 3518640927 8530961472 8315462907 8543690217",
    "rendezvous, 5172648093 0573964182 3142865907 8465290317, 5186403927 5308961472 3815462907 8543690217",
  })
  void aKeyHasTheSameNextChoicesInEveryProcess(String name, String expected, String weighted) {
    assertEquals(expected, nextChoices(named(name), Scene.endpoints(10)));
    assertEquals(weighted, nextChoices(named(name), WEIGHTED));
  }

  /** The number of each next choice of four keys, until there is none left. */
  private static String nextChoices(Algorithm algorithm, List<Endpoint> endpoints) {
    Scene scene = new Scene(algorithm);
    scene.balancer.setEndpoints(endpoints);
    List<String> choices = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      RequestContext request = RequestContext.empty().withAffinityKey("key " + i);
      List<Endpoint> picked = new ArrayList<>();
      while (picked.size() < endpoints.size()) {
        picked.add(scene.begin(request).endpoint());
        request = request.withTried(picked.get(picked.size() - 1));
      }
      choices.add(numbers(picked));
    }
    return String.join(" ", choices);
  }

  private static String numbers(Collection<Endpoint> endpoints) {
    List<EndpointId> ids = Scene.endpoints(10).stream().map(Endpoint::id).toList();
    StringBuilder numbers = new StringBuilder();
    for (Endpoint endpoint : endpoints) {
      numbers.append(ids.indexOf(endpoint.id()));
    }
    return numbers.toString();
  }

  @ParameterizedTest
  @MethodSource("io.github.evenkeel.EveryAlgorithm#hashing")
  void withoutAKeyTheLessLoadedOfTwoIsPicked(HashAlgorithm algorithm) {
    Scene scene = new Scene(algorithm).with(2);
    scene.begin();
    scene.begin();

    assertEquals(1, scene.statistics(Scene.endpoint(0)).inFlight());
    assertEquals(1, scene.statistics(Scene.endpoint(1)).inFlight());
  }
}
