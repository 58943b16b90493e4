/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The better of two hosts drawn by chance. */
final class PowerOfTwoChoices extends Algorithm {
  PowerOfTwoChoices() {
    super("powerOfTwoChoices");
  }

  @Override
  SelectorFactory newSelectors(Supplier<? extends RandomGenerator> random) {
    return hosts -> request -> choose(hosts.untriedBy(request), random.get());
  }

  private static Host choose(HostSet hosts, RandomGenerator random) {
    int size = hosts.size();
    if (size == 1) {
      return hosts.get(0);
    }
    // Two different ones, all pairs equally likely: the second is drawn from the others, in whose
    // numbering those from the first on have moved down by one. Drawing with replacement would
    // compare a host with itself, and "the next one" on a collision would favour some pairs (trap
    // 7).
    int first = random.nextInt(size);
    int second = random.nextInt(size - 1);
    if (second >= first) {
      second++;
    }
    Host one = hosts.get(first);
    Host other = hosts.get(second);
    // A tie goes to the one drawn first, which is either of them with equal chance.
    return other.inFlight() < one.inFlight() ? other : one;
  }
}
