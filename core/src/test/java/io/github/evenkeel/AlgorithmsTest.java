/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every algorithm, whatever happens. */
class AlgorithmsTest {

  @Test
  void saysWhetherItUsesAffinityKeys() {
    List<Algorithm> keyed = new ArrayList<>(EveryAlgorithm.hashing());
    keyed.addAll(EveryAlgorithm.bounded());
    keyed.add(Algorithms.sticky());
    keyed.add(Algorithms.custom("first", (candidates, request, nowNanos) -> 0));
    for (Algorithm algorithm : keyed) {
      assertTrue(algorithm.usesAffinityKeys(), algorithm::toString);
    }
    for (Algorithm algorithm :
        List.of(
            Algorithms.adaptiveStride(),
            Algorithms.leastRequest(),
            Algorithms.roundRobin(),
            Algorithms.random(),
            Algorithms.powerOfTwoChoices(),
            Algorithms.peakEwma())) {
      assertFalse(algorithm.usesAffinityKeys(), algorithm::toString);
    }
  }

  private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

  /** Random updates, begins, ends, double ends and retries, in virtual time. */
  @ParameterizedTest
  @MethodSource("io.github.evenkeel.EveryAlgorithm#all")
  void picksWhatIsEligibleAndKeepsCount(Algorithm algorithm) {
    Seeds.check(
        15,
        random -> {
          Scene scene = new Scene(algorithm, random.nextLong());
          List<Lease> running = new ArrayList<>();
          Map<EndpointId, Integer> inFlight = new HashMap<>();
          List<Endpoint> present = List.of();
          for (int step = 0; step < 600; step++) {
            scene.time.advance(Duration.ofMillis(random.nextInt(500)));
            int dice = random.nextInt(100);
            if (present.isEmpty() || dice < 5) {
              present = someEndpoints(random);
              scene.balancer.setEndpoints(present);
            } else if (dice < 60) {
              RequestContext request = someRequest(random, present);
              Lease lease = scene.begin(request);
              assertTrue(present.contains(lease.endpoint()), lease + " is not of " + present);
              if (!request.tried().containsAll(ids(present)) && !isBounded(algorithm)) {
                assertTrue(!request.tried().contains(lease.endpoint().id()), "trap 16: " + lease);
              }
              inFlight.merge(lease.endpoint().id(), 1, Integer::sum);
              running.add(lease);
            } else if (!running.isEmpty()) {
              Lease lease = running.remove(random.nextInt(running.size()));
              Outcome outcome = OUTCOMES.get(random.nextInt(OUTCOMES.size()));
              inFlight.merge(lease.endpoint().id(), -1, Integer::sum);
              for (int i = random.nextInt(3); i >= 0; i--) {
                scene.balancer.endRequest(lease, outcome);
              }
            }
            for (EndpointStatistics statistics : scene.balancer.statistics()) {
              assertEquals(
                  inFlight.getOrDefault(statistics.endpoint().id(), 0), statistics.inFlight());
            }
          }
          running.forEach(lease -> scene.balancer.endRequest(lease, Outcome.SUCCESS));
          for (EndpointStatistics statistics : scene.balancer.statistics()) {
            assertEquals(0, statistics.inFlight());
          }
        });
  }

  /** Under bounded loads the bound goes before the wish to avoid what was tried. */
  private static boolean isBounded(Algorithm algorithm) {
    return algorithm instanceof HashAlgorithm.BoundedLoads;
  }

  private static List<Endpoint> someEndpoints(SplittableRandom random) {
    List<Endpoint> endpoints = new ArrayList<>();
    int count = 1 + random.nextInt(12);
    boolean weighted = random.nextBoolean();
    for (int i = 0; i < count; i++) {
      Endpoint endpoint = Scene.endpoint(random.nextInt(20));
      if (endpoints.stream().noneMatch(other -> other.id().equals(endpoint.id()))) {
        endpoints.add(weighted ? Scene.weighted(endpoint, 1 + random.nextInt(9)) : endpoint);
      }
    }
    return endpoints;
  }

  private static RequestContext someRequest(SplittableRandom random, List<Endpoint> present) {
    RequestContext request = RequestContext.empty();
    if (random.nextBoolean()) {
      request = request.withAffinityKey("key " + random.nextInt(10));
    }
    while (random.nextInt(4) == 0) {
      request = request.withTried(present.get(random.nextInt(present.size())));
    }
    return request;
  }

  private static Set<EndpointId> ids(List<Endpoint> endpoints) {
    Set<EndpointId> ids = new HashSet<>();
    endpoints.forEach(endpoint -> ids.add(endpoint.id()));
    return ids;
  }

  @ParameterizedTest
  @MethodSource("io.github.evenkeel.EveryAlgorithm#all")
  void oneEndpointGetsEverything(Algorithm algorithm) {
    Scene scene = new Scene(algorithm).with(1);

    assertEquals(Map.of(Scene.endpoint(0), 10), scene.sequential(10));
    scene.begin(RequestContext.empty().withTried(Scene.endpoint(0)));
    scene.begin(RequestContext.empty().withAffinityKey("key"));
    assertEquals(2, scene.statistics(Scene.endpoint(0)).inFlight());
  }

  @ParameterizedTest
  @MethodSource("io.github.evenkeel.EveryAlgorithm#all")
  void tenThousandEndpointsAreNotTooMany(Algorithm algorithm) {
    Scene scene = new Scene(algorithm).with(10_000);
    Set<Endpoint> picked = new HashSet<>();

    for (int i = 0; i < 200; i++) {
      picked.add(scene.begin(RequestContext.empty().withAffinityKey("key " + i)).endpoint());
    }

    assertTrue(picked.size() > 180, "picked " + picked.size());
  }

  @ParameterizedTest
  @MethodSource("io.github.evenkeel.EveryAlgorithm#all")
  void duplicatesCountOnce(Algorithm algorithm) {
    Scene scene = new Scene(algorithm);
    List<Endpoint> endpoints = new ArrayList<>(Collections.nCopies(50, Scene.endpoint(0)));
    endpoints.add(Scene.endpoint(1));
    scene.balancer.setEndpoints(endpoints);

    Map<Endpoint, Integer> counts = new LinkedHashMap<>();
    for (int i = 0; i < 2_000; i++) {
      Lease lease = scene.begin(RequestContext.empty().withAffinityKey("key " + i));
      scene.time.advance(Duration.ofMillis(10));
      scene.balancer.endRequest(lease, Outcome.SUCCESS);
      counts.merge(lease.endpoint(), 1, Integer::sum);
    }

    assertEquals(1_000, counts.getOrDefault(Scene.endpoint(1), 0), 150, counts.toString());
  }

  @ParameterizedTest
  @MethodSource("io.github.evenkeel.EveryAlgorithm#all")
  void requestsWithoutAKeyGoToAll(Algorithm algorithm) {
    Scene scene = new Scene(algorithm).with(5);
    Map<Endpoint, Integer> counts = new HashMap<>();

    for (int i = 0; i < 5_000; i++) {
      Lease lease = scene.begin();
      scene.time.advance(Duration.ofMillis(10));
      scene.balancer.endRequest(lease, Outcome.SUCCESS);
      counts.merge(lease.endpoint(), 1, Integer::sum);
    }

    for (Endpoint endpoint : Scene.endpoints(5)) {
      assertEquals(1_000, counts.getOrDefault(endpoint, 0), 150, counts.toString());
    }
  }

  @Test
  void algorithmsSayTheirNames() {
    assertEquals(
        List.of(
            "adaptiveStride",
            "random",
            "roundRobin",
            "leastRequest",
            "powerOfTwoChoices",
            "peakEwma",
            "sticky",
            "ringHash",
            "maglev",
            "rendezvous",
            "ringHash.boundedLoads(1.25)",
            "maglev.boundedLoads(1.25)",
            "rendezvous.boundedLoads(1.25)"),
        EveryAlgorithm.all().stream().map(Algorithm::toString).toList());
  }
}
