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
 *
 * <p>Requests on a host that is retired are not in the ledger. {@link #retire} takes all that are
 * reserved out of it, and {@link #restore} puts all in, in one step with the change: so a request
 * whose reservation was there is accounted for, and settles the difference if it has not entered
 * yet and does not do so.
 */
final class BoundedGauge extends InFlightGauge {
  /** Added to {@code reserved} while the host is retired. */
  private static final int RETIRED = 1 << 30;

  private static final VarHandle RESERVED =
      Fields.handle(MethodHandles.lookup(), "reserved", int.class);

  private final Ledger ledger;
  private volatile int reserved;

  BoundedGauge(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * Begins a request if that leaves the host at most at {@code ceil(factor * (m + 1) / hosts *
   * weight)}, where {@code m} are in flight on all.
   */
  boolean beginIfWithin(double factor, int hosts, double weight) {
    double share = factor * weight;
    long state = ledger.state();
    // A look first: a reservation on a host that is full costs two atomic updates for nothing.
    if (!isWithin(count(reserved) + 1, state, share, hosts)) {
      return false;
    }
    boolean wasRetired = isRetired(add(1));
    while (isWithin(count(reserved), state, share, hosts)) {
      if (wasRetired || ledger.beginIf(state)) {
        return true;
      }
      state = ledger.state();
    }
    boolean isRetired = isRetired(add(-1));
    if (isRetired != wasRetired) {
      ledger.add(isRetired ? 1 : -1);
    }
    return false;
  }

  /** Whether {@code requests <= ceil(share * (m + 1) / hosts)}, in fewer nanoseconds. */
  private static boolean isWithin(int requests, long state, double share, int hosts) {
    return (requests - 1) * (double) hosts < share * (Ledger.total(state) + 1L);
  }

  @Override
  void begin(long now) {
    enter(add(1), 1);
  }

  @Override
  void undo(long began) {
    enter(add(-1), -1);
  }

  @Override
  void end(long began, long now, Outcome outcome) {
    undo(began);
    if (outcome != Outcome.CANCELED) {
      answered(outcome.isFailure(), now);
    }
  }

  /** Puts {@code requests} into the ledger if the host was not retired. */
  private void enter(int before, int requests) {
    if (!isRetired(before)) {
      ledger.add(requests);
    }
  }

  @Override
  int inFlight() {
    return count(reserved);
  }

  boolean isRetired() {
    return isRetired(reserved);
  }

  @Override
  void retire() {
    ledger.add(-count(add(RETIRED)));
  }

  @Override
  void restore() {
    ledger.add(count(add(-RETIRED)));
  }

  /** Returns what was reserved before. */
  private int add(int requests) {
    return (int) RESERVED.getAndAdd(this, requests);
  }

  private static boolean isRetired(int reserved) {
    return reserved >= RETIRED;
  }

  private static int count(int reserved) {
    return reserved & (RETIRED - 1);
  }
}
