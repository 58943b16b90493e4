/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import com.linecorp.armeria.client.ClientRequestContext;
import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.client.endpoint.EndpointGroup;
import com.linecorp.armeria.client.endpoint.EndpointSelectionStrategy;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import java.util.List;
import java.util.stream.IntStream;

/** An endpoint group of Armeria's. */
final class ArmeriaBalancer implements Balancer {
  /** Armeria's; a weight of 1 could not rise in steps. */
  private static final int DEFAULT_WEIGHT = 1000;

  private static final int RAMP_STEPS = 10;

  private final EndpointGroup group;
  private final ClientRequestContext[] requests;

  private ArmeriaBalancer(EndpointSelectionStrategy strategy, Fleet fleet) {
    List<Endpoint> endpoints =
        IntStream.range(0, fleet.endpoints())
            .mapToObj(
                i ->
                    Endpoint.of(fleet.ip(i), fleet.port())
                        .withWeight((int) (DEFAULT_WEIGHT * fleet.weight(i))))
            .toList();
    this.group = EndpointGroup.of(strategy, endpoints);
    this.requests =
        IntStream.range(0, fleet.requests())
            .mapToObj(
                i -> ClientRequestContext.of(HttpRequest.of(HttpMethod.GET, "/" + fleet.key(i))))
            .toArray(ClientRequestContext[]::new);
  }

  static Balancer roundRobin(Fleet fleet) {
    return new ArmeriaBalancer(EndpointSelectionStrategy.roundRobin(), fleet);
  }

  static Balancer weightedRoundRobin(Fleet fleet) {
    return new ArmeriaBalancer(EndpointSelectionStrategy.weightedRoundRobin(), fleet);
  }

  /** Weighted random choice with slow start. Armeria tells old endpoints from new by their age. */
  static Balancer rampingUp(Fleet fleet) {
    long now = System.nanoTime();
    String newest = fleet.ip(fleet.atFirst());
    return new ArmeriaBalancer(
        EndpointSelectionStrategy.builderForRampingUp()
            .rampingUpInterval(Fleet.SLOW_START.dividedBy(RAMP_STEPS))
            .totalSteps(RAMP_STEPS)
            .timestampFunction(
                it -> newest.equals(it.ipAddr()) ? now : now - Fleet.SLOW_START.toNanos())
            .build(),
        fleet);
  }

  static Balancer sticky(Fleet fleet) {
    return new ArmeriaBalancer(
        EndpointSelectionStrategy.sticky(request -> request.path().hashCode()), fleet);
  }

  @Override
  public Object begin(int turn) {
    Endpoint endpoint = group.selectNow(requests[turn & (requests.length - 1)]);
    if (endpoint == null) {
      throw new IllegalStateException("the group is empty");
    }
    return endpoint;
  }
}
