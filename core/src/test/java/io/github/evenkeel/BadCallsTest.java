/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A call that is wrong says so and changes nothing. */
@SuppressWarnings("NullAway") // That is what is tested.
class BadCallsTest {
  private final Scene scene = new Scene(Algorithms.powerOfTwoChoices()).with(2);
  private final LoadBalancer balancer = scene.balancer;
  private final Lease lease = scene.begin();
  private final List<EndpointStatistics> before = balancer.statistics();

  @Test
  void aRequestIsNotNull() {
    BadInput.assertNullRefused(
        () -> balancer.beginRequest(null),
        "request must be a RequestContext; RequestContext.empty() says nothing, but was null");

    assertEquals(before, balancer.statistics());
  }

  @Test
  void aListOfEndpointsIsNotNull() {
    BadInput.assertNullRefused(
        () -> balancer.setEndpoints(null),
        "endpoints of service orders must be a collection, each element an Endpoint, but was null");

    assertEquals(before, balancer.statistics());
    assertTrue(Scene.endpoints(2).contains(scene.begin().endpoint()));
  }

  @Test
  void aListOfEndpointsContainsNoNull() {
    List<Endpoint> endpoints = Arrays.asList(Scene.endpoint(1), Scene.endpoint(5), null);

    BadInput.assertNullRefused(
        () -> balancer.setEndpoints(endpoints),
        "endpoints of service orders must contain no null: each element must be an Endpoint");

    assertEquals(before, balancer.statistics());
    assertTrue(Scene.endpoints(2).contains(scene.begin().endpoint()));
  }

  @Test
  void aLeaseIsNotNull() {
    BadInput.assertNullRefused(() -> balancer.endRequest(null, Outcome.SUCCESS), "lease");

    assertEquals(before, balancer.statistics());
  }

  @Test
  void anOutcomeIsNotNullAndTheRequestIsStillToBeEnded() {
    BadInput.assertNullRefused(() -> balancer.endRequest(lease, null), "outcome");
    assertEquals(before, balancer.statistics());

    balancer.endRequest(lease, Outcome.TIMEOUT);
    assertEquals(0, scene.statistics(lease.endpoint()).inFlight());
    assertEquals(1, scene.statistics(lease.endpoint()).failed());
  }

  @Test
  void theOutcomeOfAResponseIsNotNullAndTheResponseIsStillToBeReported() {
    BadInput.assertNullRefused(() -> lease.responded(null), "outcome");
    assertEquals(before, balancer.statistics());

    // The failure is known from the first response that counts, so the other one is preferred.
    lease.responded(Outcome.SERVER_ERROR);
    balancer.endRequest(lease, Outcome.SUCCESS);
    int failed = Scene.endpoints(2).indexOf(lease.endpoint());
    assertEquals(Map.of(Scene.endpoint(1 - failed), 100), scene.sequential(100));
  }

  @Test
  void aLeaseOfAnotherLoadBalancerIsRefused() {
    Lease foreign = new Scene(Algorithms.random()).with(2).begin();

    BadInput.assertRefused(
        () -> balancer.endRequest(foreign, Outcome.SUCCESS),
        "the load balancer of service orders",
        "but was " + foreign);

    assertEquals(before, balancer.statistics());
  }

  @Test
  void whatARequestSaysIsNotNull() {
    BadInput.assertNullRefused(() -> RequestContext.empty().withAffinityKey(null), "affinityKey");
  }

  @Test
  void anEndpointThatWasTriedIsNotNull() {
    BadInput.assertNullRefused(() -> RequestContext.empty().withTried(null), "endpoint must be");
  }

  @Test
  void theTypeOfAnAttachmentIsNotNull() {
    BadInput.assertNullRefused(() -> lease.attachment(null), "type must be");
  }
}
