/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick;

import com.google.common.util.concurrent.AtomicDouble;

/**
 * How many turns of 1/weight a host has had: stride scheduling between the two hosts that a request
 * compares, as one among all hosts would need to look at all.
 *
 * <ul>
 *   <li>Writers: threads that pick.
 *   <li>Readers: the same.
 *   <li>Invariant: a host is at most {@link #MOST_LEAD} turns and one of its own ahead of a host
 *       that it was compared with.
 *   <li>Why: a host has no claim to turns that it missed long ago, because it was slow or new.
 * </ul>
 */
final class PairTurns {
  /**
   * How many turns a host may be ahead. A larger lead evens out what chance does for longer, and is
   * load that a sick host need not have.
   */
  private static final double MOST_LEAD = 4;

  /** The turns of hosts that weigh next to nothing are no longer than this, for precision. */
  private static final double LONGEST = 1 << 20;

  /** The host was not compared with another one yet, and starts where that is. */
  private static final double NEW = Double.NEGATIVE_INFINITY;

  private final AtomicDouble taken = new AtomicDouble(NEW);

  /**
   * Returns how many turns this host is ahead of another; negative if it is behind.
   *
   * @param length how long this host's turns are
   * @param othersLength how long the other's are
   */
  double lead(PairTurns other, double length, double othersLength) {
    if (other.taken.get() == NEW) {
      replace(NEW, 0);
    }
    catchUpWith(other, othersLength);
    other.catchUpWith(this, length);
    return taken.get() - other.taken.get();
  }

  private void catchUpWith(PairTurns leader, double leadersLength) {
    double behind = taken.get();
    double front = leader.taken.get();
    double least = behind == NEW ? front : front - MOST_LEAD - Math.min(leadersLength, LONGEST);
    if (behind < least) {
      replace(behind, least);
    }
  }

  /** If another thread is faster, it does the same. */
  private void replace(double before, double after) {
    var unused = taken.compareAndSet(before, after);
  }

  /** The host takes a turn of this length. */
  void take(double length) {
    taken.addAndGet(Math.min(length, LONGEST));
  }
}
