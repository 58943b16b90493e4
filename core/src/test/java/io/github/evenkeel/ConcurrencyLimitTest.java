/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConcurrencyLimitTest {
  private final VirtualTime time = new VirtualTime();

  private Scene limited(Algorithm algorithm, ConcurrencyLimit limit) {
    return new Scene(algorithm, time, builder -> builder.concurrencyLimit(limit));
  }

  private static List<Lease> fill(Scene scene) {
    List<Lease> leases = new ArrayList<>();
    while (true) {
      try {
        leases.add(scene.balancer.beginRequest(RequestContext.empty()));
      } catch (QueueFullException e) {
        return leases;
      } catch (NoEndpointAvailableException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static Map<Endpoint, Integer> counts(List<Lease> leases) {
    Map<Endpoint, Integer> counts = new HashMap<>();
    leases.forEach(lease -> counts.merge(lease.endpoint(), 1, Integer::sum));
    return counts;
  }

  @ParameterizedTest
  @MethodSource("io.github.evenkeel.EveryAlgorithm#all")
  void everyAlgorithmFillsEachEndpointToItsLimitAndNoFurther(Algorithm algorithm) {
    Scene scene = limited(algorithm, ConcurrencyLimit.of(3)).with(4);

    List<Lease> leases = fill(scene);

    assertEquals(
        Map.of(
            Scene.endpoint(0), 3, Scene.endpoint(1), 3, Scene.endpoint(2), 3, Scene.endpoint(3), 3),
        counts(leases));
  }

  @Test
  void anEndedRequestMakesRoomOnItsEndpoint() throws Exception {
    Scene scene = limited(Algorithms.adaptiveStride(), ConcurrencyLimit.of(1)).with(3);
    List<Lease> leases = fill(scene);

    scene.balancer.endRequest(leases.get(1), Outcome.SUCCESS);

    Lease next = scene.balancer.beginRequest(RequestContext.empty());
    assertEquals(leases.get(1).endpoint(), next.endpoint());
  }

  @Test
  void aRetryDoesNotGoBackToAnEndpointThatItHasTriedWhileOthersAreFull() {
    Scene scene = limited(Algorithms.roundRobin(), ConcurrencyLimit.of(1)).with(2);
    Lease first = scene.begin();
    Lease second = scene.begin();
    scene.balancer.endRequest(first, Outcome.CONNECTION_FAILURE);

    RequestContext retry = RequestContext.empty().withTried(first.endpoint());

    assertThrows(QueueFullException.class, () -> scene.balancer.beginRequest(retry));
    scene.balancer.endRequest(second, Outcome.SUCCESS);
    assertEquals(second.endpoint(), scene.begin(retry).endpoint());
  }

  @Test
  void boundedLoadsYieldWhereTheirBoundAndTheCapacityLeaveNoRoom() {
    Scene scene = limited(Algorithms.ringHash().boundedLoads(1.01), ConcurrencyLimit.of(2)).with(2);
    RequestContext keyed = RequestContext.empty().withAffinityKey("k");

    List<Lease> leases = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      leases.add(scene.begin(keyed));
    }

    assertEquals(Map.of(Scene.endpoint(0), 2, Scene.endpoint(1), 2), counts(leases));
    assertThrows(QueueFullException.class, () -> scene.balancer.beginRequest(keyed));
  }

  @Test
  void aLimitMayBeALabelOfTheEndpoint() {
    Scene scene = limited(Algorithms.leastRequest(), ConcurrencyLimit.fromLabel("maxconn", 2));
    Endpoint three = labeled(0, "3");
    Endpoint broken = labeled(1, "three");
    Endpoint zero = labeled(2, "0");
    Endpoint unlabeled = Scene.endpoint(3);

    scene.balancer.setEndpoints(List.of(three, broken, zero, unlabeled));

    assertEquals(Map.of(three, 3, broken, 2, zero, 2, unlabeled, 2), counts(fill(scene)));
  }

  @Test
  void aLabelThatChangesChangesTheLimit() {
    Scene scene = limited(Algorithms.leastRequest(), ConcurrencyLimit.fromLabel("maxconn", 2));
    scene.balancer.setEndpoints(List.of(labeled(0, "1")));
    assertEquals(1, fill(scene).size());

    scene.balancer.setEndpoints(List.of(labeled(0, "4")));

    assertEquals(3, fill(scene).size());
  }

  private static Endpoint labeled(int i, String maxconn) {
    return Endpoint.builder(Scene.endpoint(i).toString())
        .labels(Map.of("maxconn", maxconn))
        .build();
  }

  @Test
  void allEndpointsTogetherTakeNoMoreThanMaxRequests() {
    Scene scene = new Scene(Algorithms.roundRobin(), time, builder -> builder.maxRequests(5));
    scene.with(4);

    List<Lease> leases = fill(scene);

    assertEquals(5, leases.size());
    scene.balancer.endRequest(leases.get(0), Outcome.SUCCESS);
    assertEquals(1, fill(scene).size());
  }

  @Test
  void theMessageSaysWhichLimitsAreInForce() {
    Scene scene = limited(Algorithms.roundRobin(), ConcurrencyLimit.of(2)).with(2);
    List<Lease> unused = fill(scene);

    QueueFullException e =
        assertThrows(
            QueueFullException.class, () -> scene.balancer.beginRequest(RequestContext.empty()));

    assertEquals("orders", e.service());
    assertEquals(
        "No room for a request to orders: it must not wait, and all 2 endpoints are at their"
            + " limits of 2 each, 4 in flight in all",
        e.getMessage());
  }

  @Test
  void theMessageNamesMaxRequests() {
    Scene scene = new Scene(Algorithms.roundRobin(), time, builder -> builder.maxRequests(1));
    scene.with(1);
    Lease unused = scene.begin();

    QueueFullException e =
        assertThrows(
            QueueFullException.class, () -> scene.balancer.beginRequest(RequestContext.empty()));

    assertEquals(
        "No room for a request to orders: it must not wait, and as many requests as may be"
            + " (maxRequests) are in flight: 1",
        e.getMessage());
  }

  @Test
  void anEndpointThatStaysKeepsItsRequestsInTheAccountOfItsLimit() {
    Scene scene = limited(Algorithms.roundRobin(), ConcurrencyLimit.of(2)).with(1);
    List<Lease> unused = fill(scene);

    scene.with(2);

    assertEquals(Map.of(Scene.endpoint(1), 2), counts(fill(scene)));
  }

  private static void respond(Scene scene, Outcome outcome, int requests) {
    for (int i = 0; i < requests; i++) {
      scene.balancer.endRequest(scene.begin(), outcome);
    }
  }

  private Scene adaptive(int initial) {
    return limited(
            Algorithms.roundRobin(),
            ConcurrencyLimit.adaptive()
                .initialLimit(initial)
                .slowResponse(Duration.ofSeconds(1))
                .build())
        .with(1);
  }

  private static int limit(Scene scene) {
    List<Lease> leases = fill(scene);
    leases.forEach(lease -> scene.balancer.endRequest(lease, Outcome.CANCELED));
    return leases.size();
  }

  @Test
  void anAdaptiveLimitGrowsByOneForAsManyResponsesAsItIsWhileItIsInUse() {
    Scene scene = adaptive(10);

    for (int i = 0; i < 10; i++) {
      assertEquals(10, limit(scene));
      respondWhileInUse(scene);
    }
    respondWhileInUse(scene);

    assertEquals(11, limit(scene));
  }

  private static void respondWhileInUse(Scene scene) {
    List<Lease> leases = fill(scene);
    scene.balancer.endRequest(leases.remove(0), Outcome.SUCCESS);
    leases.forEach(lease -> scene.balancer.endRequest(lease, Outcome.CANCELED));
  }

  /** Trap 40: concurrency-limits #134. */
  @Test
  void anAdaptiveLimitDoesNotGrowBeyondWhatIsAskedFor() {
    Scene scene = adaptive(10);

    respond(scene, Outcome.SUCCESS, 10_000);

    assertEquals(10, limit(scene));
  }

  /** Trap 40: concurrency-limits #176. */
  @ParameterizedTest
  @EnumSource(
      names = {"THROTTLED", "GATEWAY_ERROR", "CONNECT_FAILURE", "CONNECTION_FAILURE", "TIMEOUT"})
  void aDropShrinksAnAdaptiveLimitToNineTenths(Outcome drop) {
    Scene scene = adaptive(20);

    respond(scene, drop, 1);

    assertEquals(18, limit(scene));
  }

  @Test
  void requestsThatAreDroppedTogetherShrinkTheLimitOnce() {
    Scene scene = adaptive(20);
    List<Lease> leases = fill(scene);
    time.advance(Duration.ofMillis(10));

    leases.forEach(lease -> scene.balancer.endRequest(lease, Outcome.CONNECTION_FAILURE));

    assertEquals(18, limit(scene));
  }

  @Test
  void aSlowResponseCountsAsADrop() {
    Scene scene = adaptive(20);

    Lease lease = scene.begin();
    time.advance(Duration.ofMillis(1_001));
    scene.balancer.endRequest(lease, Outcome.SUCCESS);

    assertEquals(18, limit(scene));
  }

  @Test
  void anAdaptiveLimitIsNeverBelowOneAndRecovers() {
    Scene scene = adaptive(20);
    for (int i = 0; i < 100; i++) {
      respond(scene, Outcome.TIMEOUT, 1);
      time.advance(Duration.ofMillis(1));
    }
    assertEquals(1, limit(scene));

    for (int i = 0; i < 300; i++) {
      List<Lease> leases = fill(scene);
      time.advance(Duration.ofMillis(1));
      leases.forEach(lease -> scene.balancer.endRequest(lease, Outcome.SUCCESS));
    }

    assertTrue(limit(scene) > 20, () -> "is at " + limit(scene));
  }

  @Test
  void errorsThatAreNotOfOverloadLeaveTheLimitAlone() {
    Scene scene = adaptive(20);

    respond(scene, Outcome.SERVER_ERROR, 10);
    respond(scene, Outcome.CANCELED, 10);

    assertEquals(20, limit(scene));
  }

  @Test
  void refusesLimitsThatAreNone() {
    assertMessage("concurrency limit must be at least 1, but was 0", () -> ConcurrencyLimit.of(0));
    assertMessage(
        "concurrency limit of endpoints without the label maxconn must be at least 1, but was 0",
        () -> ConcurrencyLimit.fromLabel("maxconn", 0));
    assertMessage(
        "maxLimit of the adaptive concurrency limit must be at least 30, but was 20",
        () -> ConcurrencyLimit.adaptive().minLimit(30).maxLimit(20).build());
    assertMessage(
        "initialLimit of the adaptive concurrency limit must be from 30 to 1000, but was 20",
        () -> ConcurrencyLimit.adaptive().minLimit(30).build());
  }

  private static void assertMessage(String message, Executable option) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, option).getMessage());
  }
}
