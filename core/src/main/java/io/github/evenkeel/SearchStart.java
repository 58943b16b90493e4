/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.util.stream.Stream;

/**
 * Where the next search for the least loaded begins: after the host that was picked last, so that
 * those that tie take turns.
 *
 * <p>All requests share one place, until their threads get in each other's way: two that search
 * from the same place find the same host, one has to look on, finds the next, and they go on side
 * by side, each waiting for memory that the other has just written. From then on threads that
 * differ in the last bits of their ids go round for themselves. (Striping under contention, as
 * {@link java.util.concurrent.atomic.LongAdder} does it.)
 *
 * <p>Written by every thread that picks. An update may be lost; then two requests begin their
 * search at the same place.
 */
final class SearchStart {
  private static final int STRIPES = 8;

  private final SharedCounter[] places;
  private volatile int mask;

  SearchStart(int first) {
    this.places =
        Stream.generate(() -> new SharedCounter(first))
            .limit(STRIPES)
            .toArray(SharedCounter[]::new);
  }

  int get() {
    return (int) mine().getOpaque();
  }

  void set(int place) {
    mine().setOpaque(place);
  }

  /** A request was forestalled by another one more than once in one search. */
  void collided() {
    if (mask == 0) {
      mask = STRIPES - 1;
    }
  }

  private SharedCounter mine() {
    return places[(int) Thread.currentThread().getId() & mask];
  }
}
