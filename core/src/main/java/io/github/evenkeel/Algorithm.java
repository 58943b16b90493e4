/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A way to choose an endpoint for a request; {@link Algorithms} has them all. Immutable: one may
 * serve any number of balancers, which share nothing through it.
 */
public abstract class Algorithm {
  private final String name;
  private final Load load;

  /** An algorithm that, if it looks at load at all, looks at the requests in flight. */
  Algorithm(String name) {
    this(name, Load.inFlight());
  }

  Algorithm(String name, Load load) {
    this.name = name;
    this.load = load;
  }

  /** Returns the choosers for one balancer, which keep their state to it. */
  abstract SelectorFactory newSelectors(Supplier<? extends RandomGenerator> random);

  /** Returns where one balancer gets its hosts' gauges from. */
  GaugeFactory newGauges() {
    return load.newGauges();
  }

  /**
   * Whether weights may change as time goes by. Not so where the weights decide which keys belong
   * where: a key would move again and again.
   */
  boolean followsWeights() {
    return true;
  }

  /** The algorithm's name, such as {@code leastRequest}. */
  @Override
  public final String toString() {
    return name;
  }
}
