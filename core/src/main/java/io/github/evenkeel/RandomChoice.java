/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Any host, with a chance in proportion to its weight. */
final class RandomChoice extends Algorithm {
  RandomChoice() {
    super("random");
  }

  @Override
  SelectorFactory newSelectors(Supplier<? extends RandomGenerator> random) {
    return hosts -> {
      Draw draw = Draw.from(hosts);
      return (request, now) -> {
        HostSet untried = hosts.untriedBy(request);
        Draw any = untried == hosts ? draw : Draw.from(untried);
        return untried.get(any.index(random.get().nextInt())).begin(now);
      };
    };
  }
}
