/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * Measures how long a host takes. Two words of state, each changed in one atomic step.
 *
 * <p>{@code running} holds the number of requests in flight in its lower 20 bits and the sum of the
 * times at which they began in the others. Beginning adds to both, ending takes the same away, and
 * the average age of what runs is the time now less the average beginning: one addition instead of
 * a list of requests. The sum is kept modulo 2^44 of its unit, 2^14 ns; the difference is exact
 * while the ages add up to less than four years.
 */
final class PeakEwmaGauge extends Gauge {
  /**
   * What a host is taken to need that has requests but has never answered one, and at least to need
   * as far as it fails: a failure is no answer, and how soon it came tells nothing (trap 1).
   */
  private static final double UNKNOWN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final int COUNT_BITS = 20;
  private static final long COUNT_MASK = (1 << COUNT_BITS) - 1;
  private static final int UNIT_BITS = 14;

  private static final AtomicLongFieldUpdater<PeakEwmaGauge> RUNNING =
      AtomicLongFieldUpdater.newUpdater(PeakEwmaGauge.class, "running");
  private static final AtomicLongFieldUpdater<PeakEwmaGauge> COST =
      AtomicLongFieldUpdater.newUpdater(PeakEwmaGauge.class, "cost");

  private final Decay decay;
  private volatile long running;

  /** The average in nanoseconds at a time, as {@link Decay} packs it; 0 if nothing is known. */
  private volatile long cost;

  PeakEwmaGauge(Decay decay) {
    this.decay = decay;
  }

  @Override
  void begin(long now) {
    RUNNING.getAndAdd(this, request(now));
  }

  @Override
  void end(long began, long now, Outcome outcome) {
    RUNNING.getAndAdd(this, -request(began));
    if (outcome != Outcome.CANCELED) {
      answered(outcome.isFailure(), now);
      observe(now - began, outcome.isFailure(), now);
    }
  }

  private static long request(long began) {
    return ((began >> UNIT_BITS) << COUNT_BITS) + 1;
  }

  private void observe(long nanos, boolean failed, long now) {
    long packed = cost;
    long next;
    do {
      double average = packed == 0 ? 0 : Decay.packedValue(packed);
      if (failed && nanos <= Math.max(average, UNKNOWN_NANOS)) {
        return;
      } else if (nanos > average) {
        average = nanos;
      } else {
        average = nanos + (average - nanos) * decay.factor(packed, now);
      }
      next = Decay.pack(Math.max(average, 1), now);
      if (COST.compareAndSet(this, packed, next)) {
        return;
      }
      packed = cost;
    } while (true);
  }

  @Override
  int inFlight() {
    return (int) (running & COUNT_MASK);
  }

  @Override
  double load(double weight, double lead, long now) {
    long running = this.running;
    long packed = cost;
    int count = (int) (running & COUNT_MASK);
    double nanos = packed == 0 ? 0 : decay.value(packed, now);
    if (count > 0) {
      if (packed == 0) {
        nanos = UNKNOWN_NANOS;
      }
      nanos = Math.max(nanos, averageAge(running, count, now));
    }
    double failing = failing(now);
    nanos = Math.max(nanos, failing * UNKNOWN_NANOS);
    return nanos * (1 + count / weight + lead) / (1 - failing);
  }

  private static double averageAge(long running, int count, long now) {
    long ages = (now >> UNIT_BITS) * count - (running >> COUNT_BITS);
    // Up and down again, to take the sign from the highest bit that the sum has.
    ages = (ages << COUNT_BITS) >> COUNT_BITS;
    return (double) (ages << UNIT_BITS) / count;
  }
}
