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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host's load is, as it shows in what is picked. */
class LoadTest {
  private static final Endpoint A = Scene.endpoint(0);
  private static final Endpoint B = Scene.endpoint(1);

  static List<Algorithm> byLoad() {
    return List.of(
        Algorithms.leastRequest(),
        Algorithms.powerOfTwoChoices(),
        Algorithms.peakEwma(),
        Algorithms.leastLoaded(Load.peakEwma()));
  }

  static List<Algorithm> byPeakEwma() {
    return List.of(Algorithms.peakEwma(), Algorithms.leastLoaded(Load.peakEwma()));
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
    Scene scene = new Scene(algorithm).with(4);

    int toBroken = requestsToFastFailing(scene, A, Duration.ofMillis(100));

    assertTrue(toBroken < 0.05 * 4_000, "got " + toBroken + " of 4000");
  }

  @ParameterizedTest
  @MethodSource("byLoad")
  void anEndpointThatFailedIsTriedAgain(Algorithm algorithm) { // traps 2 and 3
    Scene scene = new Scene(algorithm).with(4);
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
    Scene scene = new Scene(algorithm).with(2);
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

  @ParameterizedTest
  @MethodSource("byPeakEwma")
  void theFasterEndpointIsPreferred(Algorithm algorithm) {
    Scene scene = new Scene(algorithm).with(2);
    answer(scene, Map.of(A, 10, B, 50));

    for (int i = 0; i < 4; i++) {
      assertEquals(A, scene.begin().endpoint(), "10 ms x 4 are less than 50 ms");
    }
  }

  @ParameterizedTest
  @MethodSource("byPeakEwma")
  void whatAClientsFirstSecondsTakeIsNotHeldAgainstTheEndpoints(Algorithm algorithm) {
    Scene scene = new Scene(algorithm).with(4);
    Map<Endpoint, Integer> counts = new HashMap<>();
    for (int i = 0; i < 400; i++) {
      Lease lease = scene.begin();
      boolean first = counts.merge(lease.endpoint(), 1, Integer::sum) == 1;
      // The first answer of each takes long, as if a connection had to be opened.
      scene.time.advance(Duration.ofMillis(first ? 100 : 2));
      scene.balancer.endRequest(lease, Outcome.SUCCESS);
    }
    boolean inTurn = algorithm.toString().equals("leastLoaded(peakEwma)");
    for (int count : counts.values()) {
      assertEquals(100, count, inTurn ? 0 : 40);
    }
  }

  /** Lets each endpoint answer once, within so many milliseconds. */
  private static void answer(Scene scene, Map<Endpoint, Integer> millis) {
    scene.warmUp();
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

  @ParameterizedTest
  @MethodSource("byPeakEwma")
  void aPeakCountsAtOnceAndIsForgottenSlowly(Algorithm algorithm) { // trap 3
    Scene scene = new Scene(algorithm).with(2);
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

  @ParameterizedTest
  @MethodSource("byPeakEwma")
  void aHungEndpointLooksBadBeforeItAnswers(Algorithm algorithm) { // trap 4
    Scene scene = new Scene(algorithm).with(2);
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

  @ParameterizedTest
  @MethodSource("byPeakEwma")
  void aHungEndpointGetsWorseWhileAnEqualNumberOfRequestsRunsElsewhere(Algorithm algorithm) {
    Scene scene = new Scene(algorithm).with(2); // trap 4
    answer(scene, Map.of(A, 10, B, 50));
    List<Lease> hung = scene.load(A, 1);
    scene.time.advance(Duration.ofSeconds(5));
    // B has as many and is five times as slow, but A has been silent for a hundred times as long.
    List<Lease> onB = scene.load(B, 1);

    assertEquals(B, scene.begin().endpoint(), hung + " hang, " + onB + " run");
  }

  @ParameterizedTest
  @MethodSource("byPeakEwma")
  void aNewEndpointGetsOneRequestAtOnceAndNoStampede(Algorithm algorithm) { // traps 3 and 6
    Scene scene = new Scene(algorithm).with(2);
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
    Scene scene = new Scene(algorithm).with(10);
    Set<Endpoint> picked = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      picked.add(scene.begin().endpoint());
    }

    assertEquals(10, picked.size());
    for (EndpointStatistics statistics : scene.balancer.statistics()) {
      assertEquals(10, statistics.inFlight(), 4);
    }
  }

  @ParameterizedTest
  @MethodSource("byPeakEwma")
  void failingQuicklyIsNotTakenForBeingQuick(Algorithm algorithm) { // trap 1
    Scene scene = new Scene(algorithm).with(2);
    answer(scene, Map.of(A, 10, B, 20));
    Lease lease = scene.load(B, 1).get(0);
    scene.balancer.endRequest(lease, Outcome.SERVER_ERROR);
    scene.time.advance(Duration.ofSeconds(40));

    assertEquals(A, scene.begin().endpoint());
  }

  @ParameterizedTest
  @MethodSource("byPeakEwma")
  void aCanceledRequestSaysNothing(Algorithm algorithm) {
    Scene scene = new Scene(algorithm).with(2);
    answer(scene, Map.of(A, 10, B, 20));
    Lease lease = scene.load(A, 1).get(0);
    scene.time.advance(Duration.ofSeconds(5));
    scene.balancer.endRequest(lease, Outcome.CANCELED);

    assertEquals(A, scene.begin().endpoint());
  }

  @ParameterizedTest
  @MethodSource("byPeakEwma")
  void requestsInFlightCountAfterAnyIdleness(Algorithm algorithm) {
    Scene scene = new Scene(algorithm).with(2);
    answer(scene, Map.of(A, 10, B, 10));
    scene.time.advance(Duration.ofHours(1));

    for (int i = 0; i < 200; i++) {
      scene.begin();
    }

    assertEquals(100, scene.statistics(A).inFlight());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.009S", "PT0S", "PT-1S", "PT1H0.001S"})
  void refusesADecayOutOfRange(String decay) {
    BadInput.assertRefused(
        () -> Load.peakEwma(Duration.parse(decay)),
        "decay of peakEwma",
        "from 10 ms to 1 h",
        "but was " + decay);
  }

  @Test
  void readsHaveNoSideEffects() {
    Gauge gauge = Load.peakEwma().newGauges().newGauge();
    gauge.begin(0);
    gauge.end(0, 10_000_000, Outcome.SUCCESS);
    gauge.begin(20_000_000);
    gauge.end(20_000_000, 30_000_000, Outcome.TIMEOUT);

    double early = gauge.load(40_000_000);
    double late = gauge.load(60_000_000_000L);

    assertTrue(late < early);
    assertEquals(early, gauge.load(40_000_000));
  }

  @Test
  void aRequestMoreDoesNotMakeAnEndpointThatHangsLookBetter() {
    Gauge gauge = Load.peakEwma().newGauges().newGauge();
    gauge.begin(0);
    long now = 5_000_000_000L;
    double load = gauge.load(now);
    for (int i = 0; i < 10; i++) {
      gauge.begin(now);

      assertTrue(gauge.load(now) >= load);
      load = gauge.load(now);
    }
  }

  @ParameterizedTest
  @MethodSource("byPeakEwma")
  void whileAllHangRequestsAreSpread(Algorithm algorithm) {
    Scene scene = new Scene(algorithm).with(4).warmUp();
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

  @Test
  void agesOfManyRequestsAddUp() {
    Gauge gauge = Load.peakEwma().newGauges().newGauge();
    long start = Long.MAX_VALUE - 1_000; // and round the end
    for (int i = 0; i < 1_000; i++) {
      gauge.begin(start + i * 1_000_000L);
    }
    long now = start + 3_600_000_000_000L;

    assertEquals(1_000, gauge.inFlight());
    // On average an hour less half a second.
    assertEquals(3_599.5e9 * 1_000, gauge.load(now), 1e9 * 1_000);
    for (int i = 0; i < 1_000; i++) {
      gauge.end(start + i * 1_000_000L, now, Outcome.CANCELED);
    }
    assertEquals(0, gauge.inFlight());
    assertEquals(1, gauge.load(now));
  }
}
