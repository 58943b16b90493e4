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
 * <p>Shared by all requests of one balancer, which update it without locks; if two pick one host at
 * once, one of the turns may be lost.
 */
final class WeightedTurns {
  private static final double UNITS = 1 << 24;
  private static final double UNIT = 1 / UNITS;

  /** Keeps sums of turns of hosts that weigh next to nothing within a long. */
  private static final double LONGEST = 1L << 30;

  private final SharedCounter virtualTime = new SharedCounter(0);

  double lead(Gauge gauge) {
    return Math.max(gauge.turn() - virtualTime.get(), 0) * UNIT;
  }

  /** The host is picked, one of {@code size}. */
  void take(Gauge gauge, double stride, int size) {
    long now = virtualTime.getAndAdd((long) (UNITS / size));
    gauge.turn(Math.max(gauge.turn(), now) + (long) (UNITS * Math.min(stride, LONGEST)));
  }
}
