/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import io.github.evenkeel.Algorithm;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointStatistics;
import io.github.evenkeel.Lease;
import io.github.evenkeel.LoadBalancer;
import io.github.evenkeel.Outcome;
import io.github.evenkeel.RequestContext;
import io.github.evenkeel.SlowStart;
import io.github.evenkeel.balancer.LoadBalancerBuilder;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Evenkeel's balancer under one of its algorithms. */
final class EvenkeelBalancer implements Balancer {
  private final LoadBalancer balancer;
  private final RequestContext[] requests;

  /** The endpoint whose requests fail, or null. */
  private final @Nullable Endpoint failing;

  EvenkeelBalancer(Algorithm algorithm, Fleet fleet) {
    List<Endpoint> endpoints = endpoints(fleet);
    this.balancer = over(endpoints, algorithm, fleet);
    this.failing =
        IntStream.range(0, fleet.endpoints())
            .filter(fleet::fails)
            .mapToObj(endpoints::get)
            .findAny()
            .orElse(null);
    this.requests =
        IntStream.range(0, fleet.requests())
            .mapToObj(i -> fleet.keyed() ? keyed(fleet.key(i)) : RequestContext.empty())
            .toArray(RequestContext[]::new);
  }

  /** Returns a new balancer over these endpoints of the fleet. */
  static LoadBalancer over(List<Endpoint> endpoints, Algorithm algorithm, Fleet fleet) {
    LoadBalancerBuilder builder = new LoadBalancerBuilder("benchmark").algorithm(algorithm);
    if (fleet.scene() == Scene.SLOW_START) {
      builder.slowStart(SlowStart.builder(Fleet.SLOW_START).build());
    }
    LoadBalancer balancer = builder.build();
    balancer.setEndpoints(endpoints.subList(0, fleet.atFirst()));
    balancer.setEndpoints(endpoints);
    return balancer;
  }

  static List<Endpoint> endpoints(Fleet fleet) {
    return IntStream.range(0, fleet.endpoints())
        .mapToObj(i -> Endpoint.builder(fleet.ip(i), fleet.port()).weight(fleet.weight(i)).build())
        .toList();
  }

  private static RequestContext keyed(String key) {
    return RequestContext.empty().withAffinityKey(key);
  }

  @Override
  public Object begin(int turn) throws Exception {
    return balancer.beginRequest(requests[turn & (requests.length - 1)]);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // Costs nothing, and the balancer keeps the object.
  public void end(Object request) {
    Lease lease = (Lease) request;
    balancer.endRequest(
        lease, lease.endpoint() == failing ? Outcome.SERVER_ERROR : Outcome.SUCCESS);
  }

  /** What each endpoint has served so far. */
  List<EndpointStatistics> statistics() {
    return balancer.statistics();
  }
}
