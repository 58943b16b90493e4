/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

/**
 * How many requests are in flight on all hosts of a balancer, with a version that every change
 * raises: whoever finds both as they were knows that no request has begun or ended in between.
 * Written by every thread that begins or ends a request, atomically.
 */
final class Ledger {
  private static final int TOTAL_BITS = 32;
  private static final long VERSION = 1L << TOTAL_BITS;

  private final SharedCounter state = new SharedCounter(0);

  long state() {
    return state.get();
  }

  static int total(long state) {
    return (int) state;
  }

  /** Counts one more, if nothing has changed since {@code state}. */
  boolean beginIf(long state) {
    return this.state.compareAndSet(state, state + VERSION + 1);
  }

  /** Adds {@code requests}, which may be negative. */
  void add(int requests) {
    // A total below 0, which a host that is just being retired may leave for a moment, borrows 1
    // from the version and gives it back; no two states look alike for that.
    state.getAndAdd(VERSION + requests);
  }
}
