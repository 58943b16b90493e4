/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts a host's requests in flight so that a bound on them holds whatever threads do meanwhile.
 *
 * <p>A request first reserves its place on the host, then looks whether host and total are within
 * the bound, and then enters the {@link Ledger} only if that has not changed since. Reservations
 * come before entries and outlast them, so the host never has more in the ledger than are reserved;
 * and what was found within the bound still is at the moment of entry. A request that finds no room
 * gives its reservation back. Until then it may keep another one out that would have found room;
 * that one goes on to its next choice.
 */
final class BoundedGauge extends InFlightGauge {
  /** Added to {@code running} while the host is retired, and its requests are not in the ledger. */
  private static final int RETIRED = 1 << 30;

  private static final VarHandle RESERVED =
      Fields.handle(MethodHandles.lookup(), "reserved", int.class);
  private static final VarHandle RUNNING =
      Fields.handle(MethodHandles.lookup(), "running", int.class);

  private final Ledger ledger;
  private volatile int reserved;
  private volatile int running;

  BoundedGauge(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * Begins a request if that leaves the host at most at {@code ceil(factor * (m + 1) / hosts *
   * weight)}, where {@code m} are in flight on all.
   */
  boolean beginIfWithin(double factor, int hosts, double weight) {
    // A look first: a reservation on a host that is full costs two atomic updates for nothing.
    if (reserved >= capacity(ledger.state(), factor, hosts, weight)) {
      return false;
    }
    RESERVED.getAndAdd(this, 1);
    while (true) {
      long state = ledger.state();
      if (reserved > capacity(state, factor, hosts, weight)) {
        RESERVED.getAndAdd(this, -1);
        return false;
      }
      if (ledger.beginIf(state)) {
        run();
        return true;
      }
    }
  }

  private static double capacity(long state, double factor, int hosts, double weight) {
    return Math.ceil(factor * (Ledger.total(state) + 1L) / hosts * weight);
  }

  @Override
  void begin(long now) {
    RESERVED.getAndAdd(this, 1);
    ledger.add(1);
    run();
  }

  private void run() {
    if ((int) RUNNING.getAndAdd(this, 1) >= RETIRED) {
      ledger.add(-1);
    }
  }

  @Override
  void undo(long began) {
    if ((int) RUNNING.getAndAdd(this, -1) < RETIRED) {
      ledger.add(-1);
    }
    RESERVED.getAndAdd(this, -1);
  }

  @Override
  void end(long began, long now, Outcome outcome) {
    undo(began);
    if (outcome != Outcome.CANCELED) {
      answered(outcome.isFailure(), now);
    }
  }

  @Override
  int inFlight() {
    return running & (RETIRED - 1);
  }

  @Override
  void retire() {
    ledger.add(-(int) RUNNING.getAndAdd(this, RETIRED));
  }

  @Override
  void restore() {
    ledger.add((int) RUNNING.getAndAdd(this, -RETIRED) - RETIRED);
  }
}
