/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;

/**
 * Measures one host's load. Written by every thread that begins or ends a request and read by every
 * thread that picks, all atomically; {@link #retire}, {@link #restore} and {@link #release} are the
 * control path's, one thread at a time.
 *
 * <p>Here is what all loads have in common: the tally, the failures, and the turn under unequal
 * weights. It is a tally rather than has one, so that what a request writes on a host lies in one
 * place.
 */
abstract class Gauge extends Tally {
  /** How much the newest answer counts in the share of failures. */
  private static final double NEWEST = 0.2;

  /**
   * Never more: a load stays a number that one more request still changes (trap 2), and where all
   * hosts fail, the one that failed a moment earlier is not that much better.
   */
  private static final double MOST = 0.999;

  /** Less is none: else a host that once failed would lose every tie for ever. */
  private static final double LEAST = 0.02;

  private static final Decay FADING = new Decay(Duration.ofSeconds(10));

  private static final VarHandle TURN = Fields.handle(MethodHandles.lookup(), "turn", long.class);
  private static final VarHandle FAILURES =
      Fields.handle(MethodHandles.lookup(), "failures", long.class);

  /** The share of failures at a time, as {@link Decay} packs it; 0 if there were none lately. */
  private volatile long failures;

  /** When it is this host's turn again; see {@link WeightedTurns}. */
  @SuppressWarnings("UnusedVariable") // used through TURN
  private long turn;

  /** One more request is in flight. */
  abstract void begin(long now);

  /** The request that began is not sent after all; as if it had not begun. */
  abstract void undo(long began);

  /** The request that began has ended; the tally has yet to hear of it. */
  abstract void end(long began, long now, Outcome outcome);

  abstract int inFlight();

  /**
   * The load if one more request were sent here and weights are equal, in a unit that all hosts of
   * a balancer share; without side effects.
   */
  abstract double load(long now);

  /**
   * The same if weights are unequal.
   *
   * @param stride 1/weight, where weights are 1 on average
   * @param lead how far it is ahead of its turn
   */
  abstract double load(double stride, double lead, long now);

  /** The host is no longer to be picked, but may still be serving. */
  void retire() {}

  /** The host is back before it was released. */
  void restore() {}

  /** The host is gone and serves no more. */
  void release() {}

  final long turn() {
    return (long) TURN.getOpaque(this);
  }

  /** Sets the turn. Other threads see it soon, which is soon enough for what may be lost anyway. */
  final void turn(long turn) {
    TURN.setOpaque(this, turn);
  }

  /** The share of failures among the last answers, below 1; 0 if there were none lately. */
  final double failing(long now) {
    long packed = failures;
    return packed == 0 ? 0 : share(packed, now);
  }

  /** Counts an answer. Costs a host that does not fail no more than a look. */
  final void answered(boolean failed, long now) {
    long packed = failures;
    while (failed || packed != 0) {
      double share = (1 - NEWEST) * share(packed, now) + (failed ? NEWEST : 0);
      long next = share < LEAST ? 0 : Decay.pack(Math.min(share, MOST), now);
      if (FAILURES.compareAndSet(this, packed, next)) {
        return;
      }
      packed = failures;
    }
  }

  private static double share(long packed, long now) {
    double share = packed == 0 ? 0 : FADING.value(packed, now);
    return share < LEAST ? 0 : share;
  }
}
