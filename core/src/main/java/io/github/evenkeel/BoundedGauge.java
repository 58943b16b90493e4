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
 * <p>A request is put into the {@link Ledger} before it looks for a place, and then takes one where
 * that is within the bound. It keeps the place if total and host were within the bound at one and
 * the same moment, and else gives it back and looks further. So there never are more places taken
 * than requests in the ledger, and there is always room for one that is there and has none: no
 * request waits for another one, wherever that stands still, and a place is given back only where
 * another request has begun or ended meanwhile.
 *
 * <p>Requests on a host that is retired are not in the ledger. {@link #retire} takes all that have
 * places there out of it, and {@link #restore} puts all in; so whoever takes a place or gives it
 * back learns from the same step whether the host was retired, and settles the difference. Whatever
 * takes two steps leaves the ledger too high in between rather than too low.
 */
final class BoundedGauge extends InFlightGauge {
  /** Added to {@code taken} while the host is retired. */
  private static final int RETIRED = 1 << 30;

  private static final VarHandle TAKEN = Fields.handle(MethodHandles.lookup(), "taken", int.class);

  private final Ledger ledger;
  private volatile int taken;

  BoundedGauge(Ledger ledger) {
    this.ledger = ledger;
  }

  Ledger ledger() {
    return ledger;
  }

  /**
   * Begins a request, which is in the ledger, if that leaves the host at most at {@code ceil(factor
   * * m / hosts * weight)}, where {@code m} are in the ledger.
   */
  boolean beginIfWithin(double factor, int hosts, double weight) {
    double share = factor * weight;
    long state;
    int before;
    do {
      state = ledger.state();
      before = taken;
      if (!isWithin(count(before) + 1, state, share, hosts)) {
        return false;
      }
    } while (!TAKEN.compareAndSet(this, before, before + 1));
    if (isRetired(before)) {
      ledger.add(-1);
      return true;
    }
    for (long now = ledger.state(); now != state; now = ledger.state()) {
      state = now;
      if (!isWithin(count(taken), state, share, hosts)) {
        if (isRetired(add(-1))) {
          ledger.add(1); // It was taken out as one of this host's, but goes on looking.
        }
        return false;
      }
    }
    return true;
  }

  /** Whether {@code requests <= ceil(share * m / hosts)}, in fewer nanoseconds. */
  private static boolean isWithin(int requests, long state, double share, int hosts) {
    return (requests - 1) * (double) hosts < share * Ledger.total(state);
  }

  @Override
  void begin(long now) {
    ledger.add(1);
    if (isRetired(add(1))) {
      ledger.add(-1);
    }
  }

  @Override
  void undo(long began) {
    if (!isRetired(add(-1))) {
      ledger.add(-1);
    }
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
    return count(taken);
  }

  boolean isRetired() {
    return isRetired(taken);
  }

  @Override
  void retire() {
    ledger.add(-count(add(RETIRED)));
  }

  @Override
  void restore() {
    int before = taken;
    ledger.add(count(before));
    while (!TAKEN.compareAndSet(this, before, before - RETIRED)) {
      int now = taken;
      ledger.add(count(now) - count(before));
      before = now;
    }
  }

  /** Returns what was taken before. */
  private int add(int requests) {
    return (int) TAKEN.getAndAdd(this, requests);
  }

  private static boolean isRetired(int taken) {
    return taken >= RETIRED;
  }

  private static int count(int taken) {
    return taken & (RETIRED - 1);
  }
}
