/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.balancer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Algorithm;
import io.github.evenkeel.Algorithms;
import io.github.evenkeel.Candidates;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointAttachment;
import io.github.evenkeel.EndpointStatistics;
import io.github.evenkeel.Lease;
import io.github.evenkeel.LoadBalancer;
import io.github.evenkeel.NoEndpointAvailableException;
import io.github.evenkeel.Outcome;
import io.github.evenkeel.RequestContext;
import io.github.evenkeel.Scene;
import io.github.evenkeel.SlowStart;
import io.github.evenkeel.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DefaultLoadBalancerTest {
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
        EndpointStatistics.builder(A).succeeded(1).totalLatency(Duration.ofMillis(7)).build(),
        scene.statistics(A));
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
        EndpointStatistics.builder(A)
            .succeeded(outcome == Outcome.SUCCESS ? 1 : 0)
            .failed(outcome.isFailure() ? 1 : 0)
            .canceled(canceled ? 1 : 0)
            // A canceled request took as long as its caller had patience, which says nothing.
            .totalLatency(canceled ? Duration.ZERO : Duration.ofMillis(3))
            .build(),
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
    assertTrue(scene.statistics(oldPod).isDraining());
    balancer.endRequest(running, Outcome.SUCCESS);
    assertEquals(0, scene.statistics(newPod).succeeded());
  }

  @Test
  void aRemovedEndpointFinishesWhatItHasAndGetsNothingNew() {
    balancer.setEndpoints(List.of(A, B));
    Lease onA = scene.load(A, 1).get(0);

    balancer.setEndpoints(List.of(B));

    assertEquals(Set.of(B), scene.sequential(10).keySet());
    assertTrue(scene.statistics(A).isDraining());
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
    assertFalse(scene.statistics(A).isDraining());
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
  void anUpdateOfAllEndpointsAtOnceIsOneChange() {
    scene.with(3);
    scene.sequential(30);
    List<Endpoint> described = new ArrayList<>();
    for (Endpoint endpoint : Scene.endpoints(3)) {
      described.add(
          Endpoint.builder(endpoint.toString())
              .weight(described.isEmpty() ? 2 : 1)
              .zone("b")
              .labels(Map.of("version", "2"))
              .build());
    }

    balancer.setEndpoints(described);

    assertEquals(
        described, balancer.statistics().stream().map(EndpointStatistics::endpoint).toList());
    for (Endpoint endpoint : described) {
      assertEquals(10, scene.statistics(endpoint).succeeded(), "statistics stay");
    }
    Map<Endpoint, Integer> counts = scene.sequential(400);
    assertEquals(new HashSet<>(described), counts.keySet());
    assertEquals(200, counts.getOrDefault(described.get(0), 0), 2);
  }

  @Test
  void aLeaseTellsOfItsEndpointAsItIsNow() {
    balancer.setEndpoints(List.of(A));
    Lease lease = scene.begin();
    Endpoint described = Endpoint.builder(A.toString()).zone("b").build();

    balancer.setEndpoints(List.of(described));

    assertEquals(described, lease.endpoint());
  }

  /** A picker may keep what it has computed for a set of candidates. */
  @Test
  void aListEqualToTheLastOneInAnyOrderChangesNothing() {
    List<Candidates> seen = new ArrayList<>();
    Scene watched = new Scene(watching(seen));
    List<Endpoint> endpoints = new ArrayList<>(Scene.endpoints(5));
    watched.balancer.setEndpoints(endpoints);
    watched.begin();
    Collections.reverse(endpoints);
    endpoints.add(endpoints.get(2));

    watched.balancer.setEndpoints(endpoints);
    watched.begin();

    assertSame(seen.get(0), seen.get(1));
    watched.balancer.setEndpoints(endpoints.subList(0, 4));
    watched.begin();
    assertNotSame(seen.get(1), seen.get(2));
  }

  private static Algorithm watching(List<Candidates> seen) {
    return Algorithms.custom(
        "watching",
        (candidates, request, now) -> {
          seen.add(candidates);
          return 0;
        });
  }

  /** Else a client would grow with each endpoint that it ever knew. */
  @Test
  void endpointsThatAreGoneAreForgottenOnceTheirRequestsHaveEnded() {
    for (int i = 0; i < 50; i++) {
      balancer.setEndpoints(List.of(Scene.endpoint(i)));
      // Ends after its endpoint was removed, as requests do that are being served then.
      Lease lease = scene.begin();
      balancer.setEndpoints(List.of(Scene.endpoint(i + 1)));
      assertEquals(2, balancer.statistics().size());
      balancer.endRequest(lease, Outcome.SUCCESS);
      assertEquals(1, balancer.statistics().size());
    }
  }

  @Test
  void anEndpointThatComesBackAfterItsLastRequestHasEndedIsNew() { // trap 15
    balancer.setEndpoints(List.of(A, B));
    Lease onA = scene.load(A, 1).get(0);
    balancer.setEndpoints(List.of(B));
    balancer.endRequest(onA, Outcome.TIMEOUT);

    balancer.setEndpoints(List.of(A, B));

    assertEquals(0, scene.statistics(A).failed());
    assertEquals(0, scene.statistics(A).inFlight());
  }

  /** Most often there is nothing to do as time passes. */
  @Test
  void withoutSlowStartNothingIsScheduled() {
    scene.with(3);
    scene.with(5);

    assertEquals(0, scene.time.scheduled());
  }

  @Test
  void whatAFailedFirstUpdateHasAddedTakesRequestsAfterTheNext() {
    AtomicBoolean broken = new AtomicBoolean(true);
    SplittableRandom random = new SplittableRandom(42);
    Scene failing =
        new Scene(
            Algorithms.leastRequest(),
            () -> {
              if (broken.get()) {
                throw new IllegalStateException("broken");
              }
              return random;
            });
    assertThrows(IllegalStateException.class, () -> failing.with(1));
    broken.set(false);

    assertEquals(Set.of(A, B), failing.with(2).sequential(10).keySet());
  }

  /** Whoever kept the lock would be the last to change or look at anything. */
  @Test
  void noCallKeepsLaterCallsOfOtherThreadsWaiting() {
    CompletableFuture<String> prepared = new CompletableFuture<>();
    AtomicBoolean broken = new AtomicBoolean();
    SlowStart slowStart = SlowStart.builder(Duration.ofMinutes(1)).build();
    Scene preparing =
        new Scene(
            Algorithms.roundRobin(),
            new VirtualTime(),
            builder ->
                builder
                    .slowStart(slowStart)
                    .attachments(
                        endpoint -> {
                          if (broken.get()) {
                            throw new IllegalStateException("broken");
                          }
                          return new PreparedBy(prepared);
                        }));
    preparing.with(1).with(2);
    assertOtherThreadsSee(1, preparing.balancer);
    assertOtherThreadsSee(1, preparing.balancer);
    prepared.complete("ready");
    assertOtherThreadsSee(2, preparing.balancer);
    preparing.time.advance(Duration.ofSeconds(1));
    assertOtherThreadsSee(2, preparing.balancer);
    broken.set(true);
    assertThrows(IllegalStateException.class, () -> preparing.with(3));
    assertOtherThreadsSee(2, preparing.balancer);
  }

  private record PreparedBy(CompletableFuture<String> prepared) implements EndpointAttachment {
    @Override
    public CompletionStage<?> prepare() {
      return prepared;
    }
  }

  private static void assertOtherThreadsSee(int endpoints, LoadBalancer balancer) {
    // A limit, not a measure: were they to wait, they would wait for ever.
    assertTimeoutPreemptively(
        Duration.ofMinutes(1), () -> assertEquals(endpoints, balancer.statistics().size()));
  }
}
