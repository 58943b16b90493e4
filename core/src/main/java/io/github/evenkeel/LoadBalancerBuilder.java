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
import org.jspecify.annotations.Nullable;

/** Builds a {@link LoadBalancer}. For one thread. */
public final class LoadBalancerBuilder {
  private final String service;
  private Algorithm algorithm = Algorithms.leastLoaded(Load.peakEwma());
  private @Nullable SlowStart slowStart;
  private LongSupplier nanoClock = System::nanoTime;
  private Supplier<? extends RandomGenerator> random = ThreadLocalRandom::current;

  LoadBalancerBuilder(String service) {
    this.service = requireNonNull(service, "service");
  }

  /**
   * How endpoints are chosen; by default {@link Algorithms#leastLoaded} by {@link Load#peakEwma()},
   * which won the simulation of them all.
   */
  public LoadBalancerBuilder algorithm(Algorithm algorithm) {
    this.algorithm = requireNonNull(algorithm, "algorithm");
    return this;
  }

  /**
   * Lets new endpoints take up their share little by little; none by default. Not for algorithms by
   * which keys belong on endpoints, since each step of the weight would move keys.
   */
  public LoadBalancerBuilder slowStart(SlowStart slowStart) {
    this.slowStart = requireNonNull(slowStart, "slowStart");
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

  /**
   * Returns a new balancer, which has no endpoints yet.
   *
   * @throws IllegalArgumentException if the algorithm does not go together with slow start
   */
  public LoadBalancer build() {
    if (slowStart != null && !algorithm.followsWeights()) {
      throw new IllegalArgumentException(
          "slowStart of service "
              + service
              + " must be used with an algorithm that does not hash keys, but was used with "
              + algorithm
              + ", which would move keys each time that a weight rises");
    }
    return new SnapshotLoadBalancer(
        service, algorithm.newSelectors(random), algorithm.newGauges(), slowStart, nanoClock);
  }
}
