/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The less loaded of two hosts drawn by chance. */
final class TwoChoices extends Algorithm {
  /** How far hosts may get ahead of their turns because chance draws them more often. */
  private static final double ROUNDS = 4;

  TwoChoices(String name, Load load) {
    super(name, load);
  }

  @Override
  SelectorFactory newSelectors(Supplier<? extends RandomGenerator> random) {
    WeightedTurns turns = new WeightedTurns(ROUNDS);
    return hosts -> {
      Draw draw = Draw.from(hosts);
      return (request, now) -> {
        HostSet untried = hosts.untriedBy(request);
        Draw any = untried == hosts ? draw : Draw.from(untried);
        if (untried.size() == 1) {
          return untried.get(0).begin(now);
        }
        return untried.isWeighted()
            ? weighted(untried, any, random.get(), turns, now)
            : equal(untried, random.get(), now);
      };
    };
  }

  private static Host equal(HostSet hosts, RandomGenerator random, long now) {
    // Two different ones, all pairs equally likely: the second is drawn from the others, in whose
    // numbering those from the first on have moved down by one. Drawing with replacement would
    // compare a host with itself, and "the next one" on a collision would favour some pairs (trap
    // 7).
    long bits = random.nextLong();
    int first = Draw.scaled((int) bits, hosts.size());
    int second = Draw.scaled((int) (bits >>> Integer.SIZE), hosts.size() - 1);
    if (second >= first) {
      second++;
    }
    // A tie goes to the one drawn first, which is either of them with equal chance.
    boolean isSecond = hosts.gauge(second).load(now) < hosts.gauge(first).load(now);
    return hosts.get(isSecond ? second : first).begin(now);
  }

  /**
   * Both are drawn by weight, since a host that is drawn no more often than others can get no more
   * than twice their share; and compared by load for their weight, since otherwise a light host
   * would have to be as busy as a heavy one (trap 8).
   */
  private static Host weighted(
      HostSet hosts, Draw draw, RandomGenerator random, WeightedTurns turns, long now) {
    long bits = random.nextLong();
    int first = draw.index((int) bits);
    int second = draw.index((int) (bits >>> Integer.SIZE));
    for (int i = 0; second == first && i < 8; i++) {
      second = draw.index(random.nextInt());
    }
    if (second == first) {
      // It outweighs all others together by far. Any of them will do.
      second = (first + 1 + random.nextInt(hosts.size() - 1)) % hosts.size();
    }
    double firstLoad = turns.load(hosts.gauge(first), hosts.stride(first), now);
    double secondLoad = turns.load(hosts.gauge(second), hosts.stride(second), now);
    int index = secondLoad < firstLoad ? second : first;
    Host host = hosts.get(index);
    turns.take(host.gauge(), hosts.stride(index), hosts.size());
    return host.begin(now);
  }
}
