/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Counts requests in flight in a slot of {@link CounterPages}, for scans. */
final class ScannedGauge extends InFlightGauge {
  private static final VarHandle COUNTERS = MethodHandles.arrayElementVarHandle(int[].class);

  private final CounterPages pages;
  private final int slot;
  private final int[] page;
  private final int index;

  ScannedGauge(CounterPages pages, int slot) {
    this.pages = pages;
    this.slot = slot;
    this.page = pages.page(slot);
    this.index = slot & (CounterPages.PAGE_SIZE - 1);
    restore();
  }

  int slot() {
    return slot;
  }

  int[] page() {
    return page;
  }

  CounterPages pages() {
    return pages;
  }

  @Override
  void begin(long now) {
    COUNTERS.getAndAdd(page, index, 1);
  }

  /** Begins if exactly {@code expected} are in flight and the host has not been retired. */
  boolean beginIf(int expected) {
    return COUNTERS.compareAndSet(page, index, expected, expected + 1);
  }

  @Override
  void undo(long began) {
    add(-1);
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
    return (int) COUNTERS.getOpaque(page, index) & (CounterPages.BARRED - 1);
  }

  @Override
  void retire() {
    COUNTERS.getAndAdd(page, index, CounterPages.BARRED);
  }

  @Override
  void restore() {
    add(-CounterPages.BARRED);
  }

  private void add(int negative) {
    pages.fell((int) COUNTERS.getAndAdd(page, index, negative) + negative);
  }

  @Override
  void release() {
    pages.free(slot);
  }
}
