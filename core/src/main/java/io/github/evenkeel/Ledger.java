/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

/**
 * How many requests are in flight on all hosts of a balancer, from when they begin to look for a
 * place, with a version that every change raises: whoever finds both as they were knows that no
 * request has begun or ended in between. Written by every thread that begins or ends a request,
 * atomically.
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

  /** Adds {@code requests}, which may be negative; never more than there are. */
  void add(int requests) {
    state.getAndAdd(VERSION + requests);
  }
}
