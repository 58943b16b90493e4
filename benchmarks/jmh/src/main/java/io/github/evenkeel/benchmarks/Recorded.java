/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Adds to a contender the records that it does not keep, at the least cost: two clock reads, an
 * atomic update at the end, another at the beginning if the contender does not count requests in
 * flight, and a lease. Around a balancer that picks nothing it is the floor.
 */
final class Recorded implements Balancer {
  /** In a ledger: requests in flight from here up, their total time in nanoseconds below. */
  private static final long ONE_IN_FLIGHT = 1L << 48;

  private final Balancer picker;
  private final long beginning;

  /**
   * At least one for each endpoint; a power of two. They are used in turn and not by the endpoint
   * that was picked, which spares the peers a look-up.
   */
  private final AtomicLong[] ledgers;

  private Recorded(Balancer picker, long beginning, int endpoints) {
    this.picker = picker;
    this.beginning = beginning;
    this.ledgers =
        Stream.generate(AtomicLong::new)
            .limit(Math.max(1, Integer.highestOneBit(endpoints - 1) << 1))
            .toArray(AtomicLong[]::new);
  }

  /** Returns the floor. */
  static Balancer floor(Fleet fleet) {
    return around(turn -> Recorded.class, Work.PICKS, fleet);
  }

  /** Returns {@code balancer} with the records that it lacks. */
  static Balancer around(Balancer balancer, Work work, Fleet fleet) {
    return switch (work) {
      case PICKS -> new Recorded(balancer, ONE_IN_FLIGHT, fleet.endpoints());
      case COUNTS -> new Recorded(balancer, 0, fleet.endpoints());
      case MEASURES -> balancer;
    };
  }

  @Override
  public Object begin(int turn) throws Exception {
    Object picked = picker.begin(turn);
    AtomicLong ledger = ledgers[turn & (ledgers.length - 1)];
    if (beginning != 0) {
      ledger.addAndGet(beginning);
    }
    return new Lease(picked, ledger, System.nanoTime());
  }

  @Override
  public void end(Object request) {
    Lease lease = (Lease) request;
    lease.ledger.addAndGet(System.nanoTime() - lease.beganAtNanos - beginning);
    picker.end(lease.picked);
  }

  private record Lease(Object picked, AtomicLong ledger, long beganAtNanos) {}
}
