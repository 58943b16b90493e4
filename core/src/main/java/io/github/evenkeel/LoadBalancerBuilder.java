/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Builds a {@link LoadBalancer}. For one thread. */
public final class LoadBalancerBuilder {
  private final String service;
  private Algorithm algorithm = Algorithms.leastRequest();
  private LongSupplier nanoClock = System::nanoTime;
  private Supplier<? extends RandomGenerator> random = ThreadLocalRandom::current;

  LoadBalancerBuilder(String service) {
    this.service = requireNonNull(service, "service");
  }

  /** How endpoints are chosen; {@link Algorithms#leastRequest()} by default. */
  public LoadBalancerBuilder algorithm(Algorithm algorithm) {
    this.algorithm = requireNonNull(algorithm, "algorithm");
    return this;
  }

  /**
   * The clock, in nanoseconds from any origin, never going back; {@link System#nanoTime} by
   * default. Simulations and tests set another.
   */
  public LoadBalancerBuilder nanoClock(LongSupplier nanoClock) {
    this.nanoClock = requireNonNull(nanoClock, "nanoClock");
    return this;
  }

  /**
   * Where chance comes from, asked by each thread that needs some; {@link ThreadLocalRandom} by
   * default. Simulations and tests set a seeded one.
   */
  public LoadBalancerBuilder random(Supplier<? extends RandomGenerator> random) {
    this.random = requireNonNull(random, "random");
    return this;
  }

  /** Returns a new balancer, which has no endpoints yet. */
  public LoadBalancer build() {
    return new SnapshotLoadBalancer(service, algorithm.newSelectors(random), nanoClock);
  }
}
