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
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a host's load is, as it shows in what is picked. */
@ParameterizedClass
@MethodSource("io.github.evenkeel.VirtualTime#starts")
class LoadTest {
  private static final Endpoint A = Scene.endpoint(0);
  private static final Endpoint B = Scene.endpoint(1);

  static List<Algorithm> byLoad() {
    return List.of(
        Algorithms.adaptiveStride(),
        Algorithms.leastRequest(),
        Algorithms.powerOfTwoChoices(),
        Algorithms.peakEwma());
  }

  @Parameter long start;

  private Scene scene(Algorithm algorithm, int endpoints) {
    return new Scene(algorithm, new VirtualTime(start)).with(endpoints);
  }

  private Scene peakEwma(int endpoints) {
    return scene(Algorithms.peakEwma(), endpoints);
  }

  /**
   * Keeps {@code concurrency} requests in flight, each for {@code service}, but those to {@code
   * broken} fail within a microsecond, and returns how many of 4000 requests went there.
   */
  private static int requestsToFastFailing(Scene scene, Endpoint broken, Duration service) {
    int concurrency = 8;
    Deque<Lease> running = new ArrayDeque<>();
    int toBroken = 0;
    for (int i = 0; i < 4_000; i++) {
      Lease lease = scene.begin();
      if (lease.endpoint().equals(broken)) {
        toBroken++;
        scene.time.advance(Duration.ofNanos(1_000));
        scene.balancer.endRequest(lease, Outcome.SERVER_ERROR);
        continue;
      }
      running.add(lease);
      if (running.size() == concurrency) {
        scene.time.advance(service.dividedBy(concurrency));
        scene.balancer.endRequest(running.remove(), Outcome.SUCCESS);
      }
    }
    return toBroken;
  }

  @ParameterizedTest
  @MethodSource("byLoad")
  void aFastFailingEndpointDoesNotAttractTraffic(Algorithm algorithm) { // trap 1
    Scene scene = scene(algorithm, 4);

    int toBroken = requestsToFastFailing(scene, A, Duration.ofMillis(100));

    assertTrue(toBroken < 0.05 * 4_000, "got " + toBroken + " of 4000");
  }

  @ParameterizedTest
  @MethodSource("byLoad")
  void anEndpointThatFailedIsTriedAgain(Algorithm algorithm) { // traps 2 and 3
    Scene scene = scene(algorithm, 4);
    requestsToFastFailing(scene, A, Duration.ofMillis(100));
    scene.time.advance(Duration.ofMinutes(2));

    Map<Endpoint, Integer> counts = new HashMap<>();
    for (int i = 0; i < 1_000; i++) {
      Lease lease = scene.begin();
      scene.time.advance(Duration.ofMillis(100));
      scene.balancer.endRequest(lease, Outcome.SUCCESS);
      counts.merge(lease.endpoint(), 1, Integer::sum);
    }

    assertTrue(counts.getOrDefault(A, 0) > 150, counts.toString());
  }

  @ParameterizedTest
  @MethodSource("byLoad")
  void amongFailingEndpointsTheNumberOfRequestsStillCounts(Algorithm algorithm) { // trap 2
    Scene scene = scene(algorithm, 2);
    for (int i = 0; i < 200; i++) {
      Lease lease = scene.begin();
      scene.time.advance(Duration.ofMillis(1));
      scene.balancer.endRequest(lease, Outcome.CONNECT_FAILURE);
    }
    List<Lease> running = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      running.add(scene.begin());
    }

    for (EndpointStatistics statistics : scene.balancer.statistics()) {
      assertEquals(10, statistics.inFlight(), 4, running.toString());
    }
  }

  @Test
  void theFasterEndpointIsPreferred() {
    Scene scene = peakEwma(2);
    answer(scene, Map.of(A, 10, B, 50));

    for (int i = 0; i < 4; i++) {
      assertEquals(A, scene.begin().endpoint(), "10 ms x 4 are less than 50 ms");
    }
  }

  /** Lets each endpoint answer once, within so many milliseconds. */
  private static void answer(Scene scene, Map<Endpoint, Integer> millis) {
    Map<Endpoint, Lease> leases = new HashMap<>();
    List<Lease> others = new ArrayList<>();
    while (leases.size() < millis.size()) {
      Lease lease = scene.begin();
      Lease before = leases.putIfAbsent(lease.endpoint(), lease);
      if (before != null) {
        others.add(lease);
      }
    }
    others.forEach(lease -> scene.balancer.endRequest(lease, Outcome.CANCELED));
    int now = 0;
    for (int at = 0; at <= 10_000; at++) {
      for (Map.Entry<Endpoint, Integer> answer : millis.entrySet()) {
        if (answer.getValue() == at) {
          scene.time.advance(Duration.ofMillis(at - now));
          now = at;
          Lease lease = leases.remove(answer.getKey());
          assertTrue(lease != null);
          scene.balancer.endRequest(lease, Outcome.SUCCESS);
        }
      }
    }
  }

  @Test
  void aPeakCountsAtOnceAndIsForgottenSlowly() { // trap 3
    Scene scene = peakEwma(2);
    answer(scene, Map.of(A, 10, B, 1_000));

    // 1 s decays to 10 ms within 10 s * ln(100) = 46 s, while A is kept known.
    int tried = 0;
    for (int second = 0; second < 60; second++) {
      Lease lease = scene.begin();
      scene.time.advance(Duration.ofMillis(10));
      scene.balancer.endRequest(lease, Outcome.SUCCESS);
      scene.time.advance(Duration.ofMillis(990));
      if (lease.endpoint().equals(B)) {
        tried++;
        assertTrue(second > 30, "tried again after " + second + " s");
      }
    }
    assertTrue(tried > 0, "never tried again");
  }

  @Test
  void aHungEndpointLooksBadBeforeItAnswers() { // trap 4
    Scene scene = peakEwma(2);
    answer(scene, Map.of(A, 10, B, 11));
    Lease hung = scene.begin();
    assertEquals(A, hung.endpoint());

    int toHung = 0;
    for (int i = 0; i < 100; i++) {
      Lease lease = scene.begin();
      scene.time.advance(Duration.ofMillis(11));
      if (lease.endpoint().equals(A)) {
        toHung++;
      } else {
        scene.balancer.endRequest(lease, Outcome.SUCCESS);
      }
    }

    assertTrue(toHung <= 1, "the hung one got " + toHung + " more");
  }

  @Test
  void aNewEndpointGetsOneRequestAtOnceAndNoStampede() { // traps 3 and 6
    Scene scene = peakEwma(2);
    answer(scene, Map.of(A, 10, B, 10));
    Endpoint added = Scene.endpoint(2);
    scene.with(3);

    int toAdded = 0;
    for (int i = 0; i < 20; i++) {
      if (scene.begin().endpoint().equals(added)) {
        toAdded++;
      }
    }

    assertEquals(1, toAdded);
  }

  @ParameterizedTest
  @MethodSource("byLoad")
  void whenAllAreNewTheyAreAllUsed(Algorithm algorithm) { // traps 3 and 6
    Scene scene = scene(algorithm, 10);
    Set<Endpoint> picked = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      picked.add(scene.begin().endpoint());
    }

    assertEquals(10, picked.size());
    for (EndpointStatistics statistics : scene.balancer.statistics()) {
      assertEquals(10, statistics.inFlight(), 4);
    }
  }

  @Test
  void failingQuicklyIsNotTakenForBeingQuick() { // trap 1
    Scene scene = peakEwma(2);
    answer(scene, Map.of(A, 10, B, 20));
    Lease lease = scene.load(B, 1).get(0);
    scene.balancer.endRequest(lease, Outcome.SERVER_ERROR);
    scene.time.advance(Duration.ofSeconds(40));

    assertEquals(A, scene.begin().endpoint());
  }

  @Test
  void aCanceledRequestSaysNothing() {
    Scene scene = peakEwma(2);
    answer(scene, Map.of(A, 10, B, 20));
    Lease lease = scene.load(A, 1).get(0);
    scene.time.advance(Duration.ofSeconds(5));
    scene.balancer.endRequest(lease, Outcome.CANCELED);

    assertEquals(A, scene.begin().endpoint());
  }

  @Test
  void requestsInFlightCountAfterAnyIdleness() {
    Scene scene = peakEwma(2);
    answer(scene, Map.of(A, 10, B, 10));
    scene.time.advance(Duration.ofHours(1));

    for (int i = 0; i < 200; i++) {
      scene.begin();
    }

    assertEquals(100, scene.statistics(A).inFlight());
  }

  @Test
  void whileAllHangRequestsAreSpread() {
    Scene scene = peakEwma(4);
    answer(scene, Map.of(A, 10, B, 10, Scene.endpoint(2), 10, Scene.endpoint(3), 10));
    for (int i = 0; i < 4; i++) {
      scene.begin();
    }
    scene.time.advance(Duration.ofSeconds(5));
    for (int i = 0; i < 40; i++) {
      scene.begin();
    }

    for (EndpointStatistics statistics : scene.balancer.statistics()) {
      assertTrue(statistics.inFlight() <= 22, statistics.toString());
    }
  }
}
