/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import io.github.evenkeel.Algorithm;
import io.github.evenkeel.Lease;
import io.github.evenkeel.LoadBalancer;
import io.github.evenkeel.Outcome;
import io.github.evenkeel.RequestContext;
import java.util.stream.IntStream;

/** Evenkeel's balancer under one of its algorithms. */
final class EvenkeelBalancer implements Balancer {
  private final LoadBalancer balancer;
  private final RequestContext[] requests;

  EvenkeelBalancer(Algorithm algorithm, Scene scene) {
    this.balancer = LoadBalancer.builder("benchmark").algorithm(algorithm).build();
    balancer.setEndpoints(scene.asEndpoints());
    this.requests =
        scene.keyed()
            ? IntStream.range(0, scene.requests())
                .mapToObj(i -> RequestContext.empty().withAffinityKey(scene.key(i)))
                .toArray(RequestContext[]::new)
            : new RequestContext[] {RequestContext.empty()};
  }

  @Override
  public Object begin(int turn) throws Exception {
    return balancer.beginRequest(requests[turn & (requests.length - 1)]);
  }

  @Override
  public void end(Object request) {
    balancer.endRequest((Lease) request, Outcome.SUCCESS);
  }
}
