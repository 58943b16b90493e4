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
final class Tally {
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
  private static final VarHandle SUCCEEDED = field("succeeded");
  private static final VarHandle FAILED = field("failed");
  private static final VarHandle CANCELED = field("canceled");
  private static final VarHandle NANOS = field("nanos");
  private static final VarHandle CARRIES_BEGUN = field("carriesBegun");
  private static final VarHandle CARRIES_DONE = field("carriesDone");

  private volatile long recent;
  private volatile long succeeded;
  private volatile long failed;
  private volatile long canceled;
  private volatile long nanos;
  private volatile long carriesBegun;
  private volatile long carriesDone;

  private static VarHandle field(String name) {
    return Fields.handle(MethodHandles.lookup(), name, long.class);
  }

  /** A request ended that had taken {@code nanos}. */
  void add(Outcome outcome, long nanos) {
    if (outcome == Outcome.SUCCESS && nanos >>> SHORT_BITS == 0) {
      long before = (long) RECENT.getAndAdd(this, ONE_SUCCESS + nanos);
      if ((before & HALF_FULL) != 0) {
        carry();
      }
    } else if (outcome == Outcome.CANCELED) {
      CANCELED.getAndAdd(this, 1L);
    } else {
      if (outcome.isFailure()) {
        FAILED.getAndAdd(this, 1L);
      } else {
        SUCCEEDED.getAndAdd(this, 1L);
      }
      NANOS.getAndAdd(this, nanos);
    }
  }

  private void carry() {
    CARRIES_BEGUN.getAndAdd(this, 1L);
    long carried = recent;
    while ((carried & HALF_FULL) != 0) {
      if (RECENT.compareAndSet(this, carried, 0L)) {
        SUCCEEDED.getAndAdd(this, carried >>> NANOS_BITS);
        NANOS.getAndAdd(this, carried & NANOS_MASK);
      }
      carried = recent;
    }
    CARRIES_DONE.getAndAdd(this, 1L);
  }

  /** How many have ended; too few, never too many, while some are being carried over. */
  long ended() {
    return succeeded + failed + canceled + (recent >>> NANOS_BITS);
  }

  /** Returns the tally of the host of {@code endpoint}. */
  EndpointStatistics statistics(Endpoint endpoint, boolean draining, int inFlight) {
    while (true) {
      // If as many were done at first as have begun in the end, none was under way meanwhile.
      long done = carriesDone;
      long some = recent;
      EndpointStatistics statistics =
          new EndpointStatistics(
              endpoint,
              draining,
              inFlight,
              succeeded + (some >>> NANOS_BITS),
              failed,
              canceled,
              Duration.ofNanos(nanos + (some & NANOS_MASK)));
      if (carriesBegun == done) {
        return statistics;
      }
      Thread.onSpinWait();
    }
  }
}
