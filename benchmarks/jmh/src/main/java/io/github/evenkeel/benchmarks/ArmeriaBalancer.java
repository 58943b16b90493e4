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

/** A static endpoint group of Armeria's. */
final class ArmeriaBalancer implements Balancer {
  private final EndpointGroup group;
  private final ClientRequestContext[] requests;

  private ArmeriaBalancer(EndpointSelectionStrategy strategy, Scene scene) {
    List<Endpoint> endpoints =
        IntStream.range(0, scene.endpoints())
            .mapToObj(i -> Endpoint.of(scene.ip(i), scene.port()).withWeight(scene.weight(i)))
            .toList();
    this.group = EndpointGroup.of(strategy, endpoints);
    this.requests =
        IntStream.range(0, scene.requests())
            .mapToObj(
                i -> ClientRequestContext.of(HttpRequest.of(HttpMethod.GET, "/" + scene.key(i))))
            .toArray(ClientRequestContext[]::new);
  }

  static Balancer roundRobin(Scene scene) {
    return new ArmeriaBalancer(EndpointSelectionStrategy.roundRobin(), scene);
  }

  static Balancer weightedRoundRobin(Scene scene) {
    return new ArmeriaBalancer(EndpointSelectionStrategy.weightedRoundRobin(), scene);
  }

  static Balancer sticky(Scene scene) {
    return new ArmeriaBalancer(
        EndpointSelectionStrategy.sticky(request -> request.path().hashCode()), scene);
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
