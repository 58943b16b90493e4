/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick;

import static java.util.Objects.requireNonNull;

import io.github.evenkeel.RequestContext;
import io.github.evenkeel.internal.host.Host;
import io.github.evenkeel.internal.host.HostSet;
import io.github.evenkeel.internal.host.ResponseTimes;
import io.github.evenkeel.internal.load.HostLoad;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The less loaded of two different hosts drawn at random (Mitzenmacher, 2001).
 *
 * <p>With unequal weights, both are drawn by weight, since a host that is drawn no more often than
 * others can get no more than twice their share. Load for weight alone would then favor heavy hosts
 * while hosts are idle and light hosts while they are not (trap 8). So a host that is ahead of the
 * other in {@linkplain PairTurns turns by weight} counts its lead as load.
 */
public final class TwoChoices implements PickerFactory {
  /** How often to draw a second host that is the first. */
  private static final int MOST_DRAWS = 8;

  private final HostLoad load;
  private final Supplier<? extends RandomGenerator> random;
  private Map<Host, PairTurns> turns = Map.of();

  /** Makes two choices by a load. */
  public TwoChoices(HostLoad load, Supplier<? extends RandomGenerator> random) {
    this.load = load;
    this.random = random;
  }

  @Override
  public ResponseTimes newResponseTimes() {
    return load.newResponseTimes();
  }

  @Override
  public HostPicker pickerFor(HostSet all, long now) {
    turns = all.isWeighted() ? turnsOf(all) : Map.of();
    return new Choice(all, turns);
  }

  /** Hosts that stay keep their turns. */
  private Map<Host, PairTurns> turnsOf(HostSet all) {
    Map<Host, PairTurns> next = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      Host host = all.host(i);
      PairTurns known = turns.get(host);
      next.put(host, known == null ? new PairTurns() : known);
    }
    return next;
  }

  private final class Choice implements HostPicker {
    private final HostSet all;
    private final Draw draw;

    /** By index; none if weights are equal. */
    private final PairTurns[] turns;

    Choice(HostSet all, Map<Host, PairTurns> turns) {
      this.all = all;
      this.draw = Draw.from(all);
      this.turns =
          IntStream.range(0, all.isWeighted() ? all.size() : 0)
              .mapToObj(i -> requireNonNull(turns.get(all.host(i))))
              .toArray(PairTurns[]::new);
    }

    @Override
    public int pick(HostSet candidates, RequestContext request, long now) {
      if (candidates.size() == 1) {
        return 0;
      }
      return candidates.isWeighted()
          ? weighted(candidates, candidates == all ? draw : Draw.from(candidates), now)
          : equal(candidates, now);
    }

    private int equal(HostSet candidates, long now) {
      // All pairs are equally likely: the second is drawn from the others, in whose numbering those
      // from the first on have moved down by one. Drawing with replacement would compare a host
      // with itself, and "the next one" on a collision would favor some pairs (trap 7).
      long bits = random.get().nextLong();
      int first = Draw.scaled((int) bits, candidates.size());
      int second = Draw.scaled((int) (bits >>> Integer.SIZE), candidates.size() - 1);
      if (second >= first) {
        second++;
      }
      // A tie goes to the first drawn, which is either of them with equal probability.
      return loadOf(candidates, second, 0, now) < loadOf(candidates, first, 0, now)
          ? second
          : first;
    }

    private int weighted(HostSet candidates, Draw draw, long now) {
      RandomGenerator generator = random.get();
      int first = draw.index(generator.nextInt());
      int second = draw.index(generator.nextInt());
      for (int i = 0; second == first && i < MOST_DRAWS; i++) {
        second = draw.index(generator.nextInt());
      }
      if (second == first) {
        // It outweighs all others together by far. Any of them will do.
        second = (first + 1 + generator.nextInt(candidates.size() - 1)) % candidates.size();
      }
      PairTurns ofFirst = turns[candidates.origin(first)];
      PairTurns ofSecond = turns[candidates.origin(second)];
      double lead =
          ofFirst.lead(ofSecond, 1 / candidates.weight(first), 1 / candidates.weight(second));
      boolean isSecond =
          loadOf(candidates, second, Math.max(-lead, 0), now)
              < loadOf(candidates, first, Math.max(lead, 0), now);
      int picked = isSecond ? second : first;
      // Also if the host turns out to be full: a turn more or less does not matter.
      turns[candidates.origin(picked)].take(1 / candidates.weight(picked));
      return picked;
    }

    private double loadOf(HostSet candidates, int index, double lead, long now) {
      return load.of(candidates.host(index).stats(), 1 / candidates.weight(index), lead, now);
    }
  }
}
