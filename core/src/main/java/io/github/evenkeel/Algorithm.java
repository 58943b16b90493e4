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

  Algorithm(String name) {
    this.name = name;
  }

  /** Returns the choosers for one balancer, which keep their state to it. */
  abstract SelectorFactory newSelectors(Supplier<? extends RandomGenerator> random);

  /** The algorithm's name, such as {@code leastRequest}. */
  @Override
  public final String toString() {
    return name;
  }
}
