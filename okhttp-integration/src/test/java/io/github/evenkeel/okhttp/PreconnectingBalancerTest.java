/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointStatistics;
import io.github.evenkeel.LoadBalancer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Which endpoints take traffic, by hand: nothing here connects. */
class PreconnectingBalancerTest {
  private static final Endpoint A = Endpoint.of("10.0.0.1:80");
  private static final Endpoint B = Endpoint.of("10.0.0.2:80");
  private static final Endpoint C = Endpoint.of("10.0.0.3:80");

  private final List<Endpoint> opened = new ArrayList<>();
  private final List<CompletableFuture<Void>> openings = new ArrayList<>();
  private final ManualTimer timer = new ManualTimer();
  private final PreconnectingBalancer balancer =
      new PreconnectingBalancer(
          LoadBalancer.builder("orders").build(),
          endpoint -> {
            opened.add(endpoint);
            openings.add(new CompletableFuture<>());
            return openings.get(openings.size() - 1);
          },
          Duration.ofSeconds(1),
          timer);

  @Test
  void theFirstEndpointsTakeTrafficAtOnce() {
    set(A, B);
    assertTraffic(A, B);
    assertEquals(List.of(), opened);
  }

  @Test
  void aNewEndpointTakesTrafficWhenItsConnectionsAreOpen() {
    set(A);
    set(A, B);
    assertTraffic(A);
    assertEquals(List.of(B), opened);
    openings.get(0).complete(null);
    assertTraffic(A, B);
  }

  @Test
  void oneWhoseConnectionsFailTakesTraffic() {
    set(A);
    set(A, B);
    openings.get(0).completeExceptionally(new IOException("refused"));
    assertTraffic(A, B);
  }

  @Test
  void oneThatKeepsUsWaitingTakesTrafficAfterTheTimeout() {
    set(A);
    set(A, B);
    assertEquals(List.of(Duration.ofSeconds(1)), timer.delays());
    timer.elapse();
    assertTraffic(A, B);
    assertTrue(openings.get(0).isCompletedExceptionally());
    assertFalse(openings.get(0).isCancelled());
  }

  @Test
  void oneToWhichNobodyConnectsTakesTrafficAtOnce() {
    PreconnectingBalancer unused =
        new PreconnectingBalancer(
            LoadBalancer.builder("orders").build(),
            endpoint -> CompletableFuture.completedFuture(null),
            Duration.ofSeconds(1),
            timer);
    unused.setEndpoints(List.of(A));
    unused.setEndpoints(List.of(A, B));
    assertEquals(List.of(A, B), traffic(unused));
    assertEquals(List.of(), timer.delays());
  }

  @Test
  void eachWaitsForItself() {
    set(A);
    set(A, B, C);
    openings.get(1).complete(null);
    assertTraffic(A, C);
    openings.get(0).complete(null);
    assertTraffic(A, C, B);
  }

  @Test
  void aRemovalTakesEffectWhileAnotherEndpointIsHeldBack() {
    set(A, C);
    set(A, B);
    assertTraffic(A);
  }

  @Test
  void anotherUpdateDoesNotConnectAgain() {
    set(A);
    set(A, B);
    set(A, C, B);
    assertEquals(List.of(B, C), opened);
    assertFalse(openings.get(0).isDone());
  }

  @Test
  void oneThatGoesBeforeItsConnectionsAreOpenIsForgotten() {
    set(A);
    set(A, B);
    set(A);
    assertTrue(openings.get(0).isCancelled());
    timer.elapse();
    assertTraffic(A);
    set(A, B);
    assertEquals(List.of(B, B), opened);
    assertTraffic(A);
  }

  @Test
  void oneIsNotHeldBackWhereNoOtherIsLeft() {
    set(A);
    set(A, B);
    set(B);
    assertTraffic(B);
    assertFalse(openings.get(0).isDone()); // Its connections are as useful as before.
    set(C);
    assertTraffic(C);
  }

  @Test
  void oneThatChangesWhileItIsHeldBackTakesTrafficAsItIsThen() {
    Endpoint heavier = Endpoint.builder("10.0.0.2:80").weight(2).build();
    set(A);
    set(A, B);
    set(A, heavier);
    assertTraffic(A);
    openings.get(0).complete(null);
    assertTraffic(A, heavier);
  }

  @Test
  void aNewPodOnAnOldAddressIsNew() {
    // trap 30
    Endpoint old = Endpoint.builder("10.0.0.2:80").uid("old").build();
    Endpoint fresh = Endpoint.builder("10.0.0.2:80").uid("fresh").build();
    set(A, old);
    set(A, fresh);
    assertTraffic(A);
    openings.get(0).complete(null);
    assertTraffic(A, fresh);
  }

  @Test
  void withoutEndpointsNobodyConnects() {
    set(A);
    set(A, B);
    set();
    assertTraffic();
    assertTrue(openings.get(0).isCancelled());
  }

  private void set(Endpoint... endpoints) {
    balancer.setEndpoints(List.of(endpoints));
  }

  private void assertTraffic(Endpoint... expected) {
    assertEquals(List.of(expected), traffic(balancer));
  }

  private static List<Endpoint> traffic(LoadBalancer balancer) {
    return balancer.statistics().stream()
        .filter(statistics -> !statistics.draining())
        .map(EndpointStatistics::endpoint)
        .toList();
  }
}
