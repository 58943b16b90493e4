/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SnapshotLoadBalancerTest {
  private static final Endpoint A = Scene.endpoint(0);
  private static final Endpoint B = Scene.endpoint(1);

  private final Scene scene = new Scene(Algorithms.roundRobin());
  private final LoadBalancer balancer = scene.balancer;

  @Test
  void withoutEndpointsSaysOfWhichServiceAndWhatToDo() {
    NoEndpointAvailableException e =
        assertThrows(
            NoEndpointAvailableException.class,
            () -> balancer.beginRequest(RequestContext.empty()));

    assertEquals("orders", e.service());
    assertEquals(
        "No endpoint available for service orders: 0 endpoints are known. Check that its pods are"
            + " running and ready, and that its discovery works",
        e.getMessage());
  }

  @Test
  void anEmptyListTakesTheLastEndpointsAway() {
    scene.with(2);

    balancer.setEndpoints(List.of());

    assertThrows(
        NoEndpointAvailableException.class, () -> balancer.beginRequest(RequestContext.empty()));
    assertEquals(List.of(), balancer.statistics());
  }

  @Test
  void countsARequestFromBeginToEnd() {
    balancer.setEndpoints(List.of(A));

    Lease lease = scene.begin();
    assertEquals(A, lease.endpoint());
    assertEquals(1, scene.statistics(A).inFlight());
    assertEquals(0, scene.statistics(A).succeeded());

    scene.time.advance(Duration.ofMillis(7));
    balancer.endRequest(lease, Outcome.SUCCESS);
    assertEquals(
        new EndpointStatistics(A, false, 0, 1, 0, 0, Duration.ofMillis(7)), scene.statistics(A));
  }

  @ParameterizedTest
  @EnumSource
  void countsEachOutcomeAsWhatItIs(Outcome outcome) {
    balancer.setEndpoints(List.of(A));
    Lease lease = scene.begin();
    scene.time.advance(Duration.ofMillis(3));

    balancer.endRequest(lease, outcome);

    boolean canceled = outcome == Outcome.CANCELED;
    assertEquals(
        new EndpointStatistics(
            A,
            false,
            0,
            outcome == Outcome.SUCCESS ? 1 : 0,
            outcome.isFailure() ? 1 : 0,
            canceled ? 1 : 0,
            // A canceled request took as long as its caller had patience, which says nothing.
            canceled ? Duration.ZERO : Duration.ofMillis(3)),
        scene.statistics(A));
  }

  @Test
  void onlyTheFirstEndCounts() {
    balancer.setEndpoints(List.of(A));
    Lease lease = scene.begin();

    balancer.endRequest(lease, Outcome.TIMEOUT);
    balancer.endRequest(lease, Outcome.SUCCESS);
    balancer.endRequest(lease, Outcome.CANCELED);

    assertEquals(0, scene.statistics(A).inFlight());
    assertEquals(0, scene.statistics(A).succeeded());
    assertEquals(1, scene.statistics(A).failed());
    assertEquals(0, scene.statistics(A).canceled());
  }

  @Test
  void refusesALeaseOfAnotherBalancer() {
    scene.with(1);
    Lease foreign = new Scene(Algorithms.random()).with(1).begin();

    BadInput.assertRefused(
        () -> balancer.endRequest(foreign, Outcome.SUCCESS),
        "the balancer of service orders",
        "but was " + foreign);
  }

  @Test
  void statisticsSurviveAnUpdateThatTheEndpointSurvives() { // trap 30
    balancer.setEndpoints(List.of(A));
    balancer.endRequest(scene.begin(), Outcome.SUCCESS);
    Lease running = scene.begin();

    Endpoint reweighted = Endpoint.builder("10.0.0.1:8080").weight(3).zone("b").build();
    balancer.setEndpoints(List.of(B, reweighted));

    assertEquals(reweighted, scene.statistics(A).endpoint());
    assertEquals(1, scene.statistics(A).succeeded());
    assertEquals(1, scene.statistics(A).inFlight());
    balancer.endRequest(running, Outcome.SUCCESS);
    assertEquals(0, scene.statistics(A).inFlight());
    assertEquals(2, scene.statistics(A).succeeded());
  }

  @Test
  void aNewPodOnAnOldAddressInheritsNothing() { // trap 30
    Endpoint oldPod = Endpoint.builder("10.0.0.1:8080").uid("old").build();
    Endpoint newPod = Endpoint.builder("10.0.0.1:8080").uid("new").build();
    balancer.setEndpoints(List.of(oldPod));
    balancer.endRequest(scene.begin(), Outcome.SERVER_ERROR);
    Lease running = scene.begin();

    balancer.setEndpoints(List.of(newPod));

    assertEquals(0, scene.statistics(newPod).inFlight());
    assertEquals(0, scene.statistics(newPod).failed());
    assertTrue(scene.statistics(oldPod).draining());
    balancer.endRequest(running, Outcome.SUCCESS);
    assertEquals(0, scene.statistics(newPod).succeeded());
  }

  @Test
  void aRemovedEndpointFinishesWhatItHasAndGetsNothingNew() {
    balancer.setEndpoints(List.of(A, B));
    Lease onA = scene.load(A, 1).get(0);

    balancer.setEndpoints(List.of(B));

    assertEquals(Set.of(B), scene.sequential(10).keySet());
    assertTrue(scene.statistics(A).draining());
    assertEquals(1, scene.statistics(A).inFlight());

    balancer.endRequest(onA, Outcome.SUCCESS);
    assertEquals(
        List.of(B), balancer.statistics().stream().map(EndpointStatistics::endpoint).toList());
  }

  @Test
  void anEndpointThatComesBackStillHasTheLoadItHad() { // trap 15
    balancer.setEndpoints(List.of(A, B));
    Lease before = scene.load(A, 1).get(0);

    balancer.setEndpoints(List.of(B));
    balancer.setEndpoints(List.of(A, B));

    assertEquals(1, scene.statistics(A).inFlight());
    assertFalse(scene.statistics(A).draining());
    balancer.endRequest(before, Outcome.SUCCESS);
    assertEquals(0, scene.statistics(A).inFlight());
  }

  @Test
  void anOldEndDoesNotTouchTheLoadOfALaterLife() { // trap 15
    balancer.setEndpoints(List.of(A));
    Lease before = scene.begin();
    balancer.setEndpoints(List.of());
    balancer.endRequest(before, Outcome.SUCCESS);
    balancer.setEndpoints(List.of(B));
    balancer.setEndpoints(List.of(A));

    balancer.endRequest(before, Outcome.SUCCESS);

    assertEquals(0, scene.statistics(A).inFlight());
  }

  @Test
  void ofSeveralWithOneIdentityTheFirstCounts() {
    Endpoint heavier = Endpoint.builder("10.0.0.1:8080").weight(9).build();

    balancer.setEndpoints(List.of(A, heavier, A, B));

    assertEquals(
        List.of(A, B), balancer.statistics().stream().map(EndpointStatistics::endpoint).toList());
  }

  @Test
  void aRequestAvoidsWhereItHasBeenUnlessItHasBeenEverywhere() { // trap 16
    scene.with(3);
    RequestContext triedTwo = RequestContext.empty().withTried(A).withTried(B);
    Set<Endpoint> picked = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      picked.add(scene.begin(triedTwo).endpoint());
    }
    assertEquals(Set.of(Scene.endpoint(2)), picked);

    Endpoint anywhere = scene.begin(triedTwo.withTried(Scene.endpoint(2))).endpoint();
    assertTrue(Scene.endpoints(3).contains(anywhere));
  }

  @Test
  void statisticsAreOfTheMoment() {
    balancer.setEndpoints(List.of(A));
    List<EndpointStatistics> before = balancer.statistics();

    scene.begin();

    assertEquals(0, before.get(0).inFlight());
    assertThrows(UnsupportedOperationException.class, () -> before.remove(0));
  }

  @Test
  void refusesNullEndpoints() {
    scene.with(1);

    assertThrows(
        NullPointerException.class, () -> balancer.setEndpoints(Arrays.asList(A, null, B)));

    assertEquals(1, balancer.statistics().size(), "the last good list stays");
  }

  /** Else a client would grow with each endpoint that it ever knew. */
  @ParameterizedTest
  @MethodSource("loads")
  void scoresOfEndpointsThatAreGoneMakeRoomForOthers(Load load) throws Exception {
    GaugeFactory gauges = load.newGaugesToScan();
    List<Integer> slots = new ArrayList<>();
    LoadBalancer rolling =
        new SnapshotLoadBalancer(
            "orders",
            Algorithms.roundRobin().newSelectors(() -> new SplittableRandom(42)),
            () -> {
              Gauge gauge = gauges.newGauge();
              slots.add(((ScoredGauge) gauge).slot());
              return gauge;
            },
            null,
            scene.time);
    for (int i = 0; i < 50; i++) {
      rolling.setEndpoints(List.of(Scene.endpoint(i)));
      // Ends after its endpoint was removed, as requests do that are being served then.
      Lease lease = rolling.beginRequest(RequestContext.empty());
      rolling.setEndpoints(List.of(Scene.endpoint(i + 1)));
      rolling.endRequest(lease, Outcome.SUCCESS);
    }

    assertEquals(51, slots.size());
    assertTrue(Collections.max(slots) < 3, slots.toString());
  }

  private static List<Load> loads() {
    return List.of(Load.inFlight(), Load.peakEwma());
  }
}
