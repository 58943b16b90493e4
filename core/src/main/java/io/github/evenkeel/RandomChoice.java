/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Any host, all equally likely. */
final class RandomChoice extends Algorithm {
  RandomChoice() {
    super("random");
  }

  @Override
  SelectorFactory newSelectors(Supplier<? extends RandomGenerator> random) {
    return hosts ->
        request -> {
          HostSet candidates = hosts.untriedBy(request);
          return candidates.get(random.get().nextInt(candidates.size()));
        };
  }
}
