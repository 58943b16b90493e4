/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

/**
 * Gives hosts of unequal weight their turns, where load alone would not: while all are idle, the
 * least loaded for its weight would always be the heaviest.
 *
 * <p>As in stride scheduling (Waldspurger and Weihl, 1995), virtual time goes on by 1 for each
 * round of as many requests as there are hosts, and a host that is picked has its next turn
 * 1/weight later. How far it is ahead of its turn counts as load. One that is behind has no claim
 * to what it missed, for it was left out because it was busy.
 *
 * <p>The others had its turns, and are further ahead of virtual time with each. Were they to stay
 * so, the one left out would look better and better beside them, until it got its share back
 * however slow it is. So virtual time catches up: whoever is picked is never ahead by more than
 * some rounds and one turn of its own. Virtual time moves rather than the host's turn, which leaves
 * the others as far ahead of each other as they were, with shares in proportion to their weights.
 *
 * <p>A host that is further ahead than that got there with less weight than it has now. That counts
 * no more, else a weight raised from next to nothing would mean nothing for as long.
 *
 * <p>Shared by all requests of one balancer, which update it without locks; if two pick one host at
 * once, one of the turns may be lost. Turns are compared by their difference, so that they may
 * overflow (trap 10).
 */
final class WeightedTurns {
  private static final double UNITS = 1 << 24;
  private static final double UNIT = 1 / UNITS;

  /** Keeps turns of hosts that weigh next to nothing within half of what a long holds. */
  private static final double LONGEST = 1L << 30;

  private final double rounds;
  private final SharedCounter virtualTime = new SharedCounter(0);

  /**
   * Makes turns.
   *
   * @param rounds how far a host that is picked may be ahead, without its own turn. 0 will do if it
   *     is the one that is least ahead of all. More lets those that chance has favoured wait longer
   *     for the others, but counts as so many requests in flight against hosts that are sick.
   */
  WeightedTurns(double rounds) {
    this.rounds = rounds;
  }

  /** The load if one more request were sent to a host; {@code stride} is 1/weight. */
  double load(Gauge gauge, double stride, long now) {
    return gauge.load(stride, lead(gauge.turn(), Math.min(stride, LONGEST)), now);
  }

  /** The host is picked, one of {@code size}. */
  void take(Gauge gauge, double stride, int size) {
    double length = Math.min(stride, LONGEST);
    long turn = gauge.turn();
    double lead = lead(turn, length);
    double step = Math.max(1.0 / size, lead - (rounds + length));
    long now = virtualTime.getAndAdd((long) (UNITS * step));
    gauge.turn((lead > 0 ? turn : now) + (long) (UNITS * length));
  }

  /** How far a host is ahead of its turn, if its turns are of this length. */
  private double lead(long turn, double length) {
    double lead = (turn - virtualTime.get()) * UNIT;
    // It has had its turn since it was that far ahead; and one more if threads met.
    return lead < 0 || lead > rounds + 3 * length ? 0 : lead;
  }
}
