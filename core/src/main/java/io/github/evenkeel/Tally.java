/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;

/**
 * Counts the requests that ended on a host, and adds up the time they took. Exact. Written by every
 * thread that ends a request, without locks; read by the control path.
 *
 * <p>A request that succeeds costs one atomic update and not two: {@code recent} holds how many did
 * in its upper 20 bits, and their time in nanoseconds in the others. Whoever finds either half full
 * carries both over to the totals.
 */
class Tally {
  private static final int NANOS_BITS = 44;
  private static final long NANOS_MASK = (1L << NANOS_BITS) - 1;
  private static final long ONE_SUCCESS = 1L << NANOS_BITS;
  private static final long HALF_FULL = 1L << 63 | 1L << (NANOS_BITS - 1);

  /**
   * Times of 2^32 ns, about 4 s, or more go straight to the totals. So thousands of threads may add
   * to what is half full, before the first of them has carried it over, and nothing overflows.
   */
  private static final int SHORT_BITS = 32;

  private static final VarHandle RECENT = field("recent");
  private static final VarHandle SETTLED = field("settled");

  private final Totals totals = new Totals();
  private volatile long recent;

  /** How many have ended that are not in {@code recent}. */
  private volatile long settled;

  private static VarHandle field(String name) {
    return Fields.handle(MethodHandles.lookup(), name, long.class);
  }

  /** A request ended that had taken {@code nanos}. */
  final void add(Outcome outcome, long nanos) {
    if (outcome == Outcome.SUCCESS && nanos >>> SHORT_BITS == 0) {
      long before = (long) RECENT.getAndAdd(this, ONE_SUCCESS + nanos);
      if ((before & HALF_FULL) != 0) {
        carry();
      }
    } else {
      totals.add(outcome, nanos);
      SETTLED.getAndAdd(this, 1L);
    }
  }

  private void carry() {
    totals.beginCarry();
    long carried = recent;
    while ((carried & HALF_FULL) != 0) {
      if (RECENT.compareAndSet(this, carried, 0L)) {
        long requests = carried >>> NANOS_BITS;
        totals.addSucceeded(requests, carried & NANOS_MASK);
        SETTLED.getAndAdd(this, requests);
      }
      carried = recent;
    }
    totals.endCarry();
  }

  /** How many have ended; too few, never too many, while some are being carried over. */
  final long ended() {
    return settled + (recent >>> NANOS_BITS);
  }

  /** Returns the tally of the host of {@code endpoint}. */
  final EndpointStatistics statistics(Endpoint endpoint, boolean draining, int inFlight) {
    while (true) {
      long carries = totals.carriesEnded();
      long some = recent;
      EndpointStatistics statistics =
          new EndpointStatistics(
              endpoint,
              draining,
              inFlight,
              totals.succeeded() + (some >>> NANOS_BITS),
              totals.failed(),
              totals.canceled(),
              Duration.ofNanos(totals.nanos() + (some & NANOS_MASK)));
      // If as many had ended at first as have begun by now, none was under way meanwhile.
      if (totals.carriesBegun() == carries) {
        return statistics;
      }
      Thread.onSpinWait();
    }
  }
}
