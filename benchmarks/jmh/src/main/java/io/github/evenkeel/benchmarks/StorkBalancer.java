/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import io.smallrye.stork.api.LoadBalancer;
import io.smallrye.stork.api.ServiceInstance;
import io.smallrye.stork.impl.DefaultServiceInstance;
import io.smallrye.stork.impl.RoundRobinLoadBalancer;
import io.smallrye.stork.loadbalancer.poweroftwochoices.PowerOfTwoChoicesConfiguration;
import io.smallrye.stork.loadbalancer.poweroftwochoices.PowerOfTwoChoicesLoadBalancerProvider;
import io.smallrye.stork.loadbalancer.requests.LeastRequestsLoadBalancer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;

/**
 * One of Stork's balancers, given the instances as its service would, without the reactive pipeline
 * and the lock around them. The picked instance records beginning, reply and end; under a balancer
 * that keeps no statistics that does nothing.
 */
final class StorkBalancer implements Balancer {
  private final LoadBalancer balancer;
  private final List<ServiceInstance> instances;

  private StorkBalancer(LoadBalancer balancer, Fleet fleet) {
    this.balancer = balancer;
    this.instances =
        IntStream.range(0, fleet.endpoints())
            .<ServiceInstance>mapToObj(
                i ->
                    new DefaultServiceInstance(
                        i, fleet.ip(i), fleet.port(), Optional.empty(), false))
            .toList();
  }

  static Balancer roundRobin(Fleet fleet) {
    return new StorkBalancer(new RoundRobinLoadBalancer(), fleet);
  }

  static Balancer leastRequests(Fleet fleet) {
    return new StorkBalancer(new LeastRequestsLoadBalancer(), fleet);
  }

  @NullUnmarked // The provider asks for a discovery and does not use it.
  static Balancer powerOfTwoChoices(Fleet fleet) {
    return new StorkBalancer(
        new PowerOfTwoChoicesLoadBalancerProvider()
            .createLoadBalancer(new PowerOfTwoChoicesConfiguration(), null),
        fleet);
  }

  @Override
  public Object begin(int turn) {
    ServiceInstance instance = balancer.selectServiceInstance(instances);
    instance.recordStart(true);
    return instance;
  }

  @Override
  @NullUnmarked // Null is no failure.
  public void end(Object request) {
    ServiceInstance instance = (ServiceInstance) request;
    instance.recordReply();
    instance.recordEnd(null);
  }
}
