/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;

/**
 * Measures how long a host takes. Two words of state, each changed in one atomic step.
 *
 * <p>{@code running} holds the number of requests in flight in its lower 19 bits, a bit for {@link
 * ScannedPeakEwmaGauge}, and the sum of the times at which they began in the others. Beginning adds
 * to both, ending takes the same away, and the ages of what runs add up to the time now, once for
 * each, less that sum: one addition instead of a list of requests. The sum is kept modulo 2^44 of
 * its unit, 2^14 ns; the difference is exact while the ages add up to less than four years.
 */
class PeakEwmaGauge extends Gauge {
  /**
   * What a host is taken to need that has requests but has never answered one, and at least to need
   * as far as it fails: a failure is no answer, and how soon it came tells nothing (trap 1).
   */
  static final double UNKNOWN_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * What an idle host is taken to need that is unknown: it is tried, weights still count. Nor does
   * a host need less because it has not been heard of for long: of nothing, whatever is in flight
   * and whatever a host weighs would still be nothing.
   */
  private static final double NEXT_TO_NOTHING = 1;

  private static final int COUNT_BITS = 20;
  static final long RETIRED = 1L << (COUNT_BITS - 1);
  private static final long COUNT_MASK = RETIRED - 1;
  private static final int UNIT_BITS = 14;

  private static final VarHandle RUNNING =
      Fields.handle(MethodHandles.lookup(), "running", long.class);
  private static final VarHandle COST = Fields.handle(MethodHandles.lookup(), "cost", long.class);

  private final Decay decay;
  private final WarmUp warmUp;
  private volatile long running;

  /** The average in nanoseconds at a time, as {@link Decay} packs it; 0 if nothing is known. */
  private volatile long cost;

  PeakEwmaGauge(Decay decay, WarmUp warmUp) {
    this.decay = decay;
    this.warmUp = warmUp;
  }

  @Override
  void begin(long now) {
    RUNNING.getAndAdd(this, request(now));
  }

  @Override
  void undo(long began) {
    RUNNING.getAndAdd(this, -request(began));
  }

  @Override
  void end(long began, long now, Outcome outcome) {
    undo(began);
    learn(began, now, outcome);
  }

  /** Takes from a request that has ended what it tells of the host. */
  final void learn(long began, long now, Outcome outcome) {
    if (outcome != Outcome.CANCELED) {
      answered(outcome.isFailure(), now);
      observe(now - began, outcome.isFailure(), now);
    }
  }

  /** What is added to {@link #running} for a request that began then. */
  static long request(long began) {
    return ((began >> UNIT_BITS) << COUNT_BITS) + 1;
  }

  private void observe(long nanos, boolean failed, long now) {
    while (true) {
      long packed = cost;
      if (packed == 0 && !warmUp.isOver(now)) {
        return;
      }
      double average = packed == 0 ? 0 : Decay.packedValue(packed);
      if (failed && nanos <= Math.max(average, UNKNOWN_NANOS)) {
        return;
      }
      if (nanos > average) {
        average = nanos;
      } else {
        average = nanos + (average - nanos) * decay.factor(packed, now);
      }
      long next = Decay.pack(Math.max(average, 1), now);
      // A busy host answers many times before the unit of time is over and anything changes.
      if (next == packed || COST.compareAndSet(this, packed, next)) {
        return;
      }
    }
  }

  final long running() {
    return running;
  }

  final boolean compareAndSetRunning(long expected, long next) {
    return RUNNING.compareAndSet(this, expected, next);
  }

  final long cost() {
    return cost;
  }

  @Override
  final int inFlight() {
    return count(running);
  }

  @Override
  final double load(long now) {
    long state = running;
    double failing = failing(now);
    double load = Math.max(nanos(state, failing, now) * (1 + count(state)), ages(state, now));
    return failing == 0 ? load : load / (1 - failing);
  }

  @Override
  final double load(double stride, double lead, long now) {
    long state = running;
    double failing = failing(now);
    // Idle hosts of which nothing is known go first, whatever they weigh. In a client's first
    // seconds these are all hosts, and the lightest ones would get as many as the heaviest.
    double nanos = warmUp.hasPassed(now) ? nanos(state, failing, now) : UNKNOWN_NANOS;
    double load = nanos * (1 + count(state) * stride + lead);
    return Math.max(load, ages(state, now) * stride) / (1 - failing);
  }

  /** How long a request is likely to take, for all that is known. */
  private double nanos(long state, double failing, long now) {
    long packed = cost;
    double nanos;
    if (packed != 0) {
      nanos = Math.max(decay.value(packed, now), NEXT_TO_NOTHING);
    } else {
      nanos = count(state) == 0 ? NEXT_TO_NOTHING : UNKNOWN_NANOS;
    }
    return Math.max(nanos, failing * UNKNOWN_NANOS);
  }

  static int count(long state) {
    return (int) (state & COUNT_MASK);
  }

  /** The ages of the running requests in nanoseconds, added up. */
  static double ages(long state, long now) {
    int count = count(state);
    if (count == 0) {
      return 0;
    }
    long ages = (now >> UNIT_BITS) * count - (state >> COUNT_BITS);
    // Up and down again, to take the sign from the highest bit that the sum has.
    return (double) (((ages << COUNT_BITS) >> COUNT_BITS) << UNIT_BITS);
  }
}
