/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;
import org.springframework.cloud.loadbalancer.core.RandomLoadBalancer;
import org.springframework.cloud.loadbalancer.core.ReactorServiceInstanceLoadBalancer;
import org.springframework.cloud.loadbalancer.core.RoundRobinLoadBalancer;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.core.WeightedServiceInstanceListSupplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One of Spring Cloud's balancers over a constant list. Its result is awaited as the blocking
 * client awaits it. Weights are in the list, as behind Spring's cache: an endpoint of weight 3 is
 * there three times.
 */
final class SpringBalancer implements Balancer {
  private static final String SERVICE = "benchmark";

  private final ReactorServiceInstanceLoadBalancer balancer;

  private SpringBalancer(
      BiFunction<
              ObjectProvider<ServiceInstanceListSupplier>,
              String,
              ReactorServiceInstanceLoadBalancer>
          balancer,
      Fleet fleet) {
    List<ServiceInstance> instances =
        IntStream.range(0, fleet.endpoints())
            .<ServiceInstance>mapToObj(
                i ->
                    new DefaultServiceInstance(
                        "instance-" + i,
                        SERVICE,
                        fleet.ip(i),
                        fleet.port(),
                        false,
                        Map.of("weight", String.valueOf((int) fleet.weight(i)))))
            .toList();
    ServiceInstanceListSupplier list = new ConstantList(instances);
    if (fleet.scene() == Scene.UNEQUAL) {
      list =
          new ConstantList(
              requireNonNull(new WeightedServiceInstanceListSupplier(list).get().blockFirst()));
    }
    this.balancer = balancer.apply(new ConstantProvider(list), SERVICE);
  }

  static Balancer roundRobin(Fleet fleet) {
    return new SpringBalancer(RoundRobinLoadBalancer::new, fleet);
  }

  static Balancer random(Fleet fleet) {
    return new SpringBalancer(RandomLoadBalancer::new, fleet);
  }

  @Override
  public Object begin(int turn) {
    Response<ServiceInstance> response =
        Mono.from(balancer.choose(ReactiveLoadBalancer.REQUEST)).block();
    return requireNonNull(requireNonNull(response, "response").getServer(), "server");
  }

  private record ConstantProvider(ServiceInstanceListSupplier supplier)
      implements ObjectProvider<ServiceInstanceListSupplier> {
    @Override
    public ServiceInstanceListSupplier getObject() {
      return supplier;
    }

    @Override
    public ServiceInstanceListSupplier getIfAvailable() {
      return supplier;
    }
  }

  private static final class ConstantList implements ServiceInstanceListSupplier {
    private final Flux<List<ServiceInstance>> instances;

    ConstantList(List<ServiceInstance> instances) {
      this.instances = Flux.just(instances);
    }

    @Override
    public String getServiceId() {
      return SERVICE;
    }

    @Override
    public Flux<List<ServiceInstance>> get() {
      return instances;
    }
  }
}
