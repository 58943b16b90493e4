/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Counters side by side, so that a scan of all reads memory in sequence. They lie in pages that
 * never move: a request that ends long after many updates still finds its counter. Slots are
 * numbered; the lowest that is free is given first, to keep them dense. Allotted and freed by one
 * thread at a time.
 *
 * <p>A slot that is not in use, or whose host is not to be picked, is {@link #BARRED}: its counter
 * is so high that a scan for the least passes over it. Its lower bits count on.
 *
 * <p>{@link #floor} spares most scans most of their way: whoever finds a counter that low need not
 * look further. Where requests are spread evenly, that is soon.
 */
final class CounterPages {
  static final int PAGE_BITS = 10;
  static final int PAGE_SIZE = 1 << PAGE_BITS;

  /** Added to the counter of a slot that is not to be picked. */
  static final int BARRED = 1 << 30;

  private static final VarHandle FLOOR = Fields.handle(MethodHandles.lookup(), "floor", int.class);

  private final BitSet used = new BitSet();
  private int[][] pages = {};

  private volatile int floor;

  /** Returns a slot that nobody has; barred. */
  int allot() {
    int slot = used.nextClearBit(0);
    used.set(slot);
    if (slot >> PAGE_BITS == pages.length) {
      int[] page = new int[PAGE_SIZE];
      Arrays.fill(page, BARRED);
      pages = Arrays.copyOf(pages, pages.length + 1);
      pages[pages.length - 1] = page;
    }
    return slot;
  }

  int[] page(int slot) {
    return pages[slot >> PAGE_BITS];
  }

  /**
   * What no counter is below, as far as is known. A counter that falls and a scan that ends at the
   * same time may leave one below it, which is found when a scan comes by.
   */
  int floor() {
    return floor;
  }

  /** A counter fell to {@code count}. */
  void fell(int count) {
    int known = floor;
    while (count < known && !FLOOR.compareAndSet(this, known, count)) {
      known = floor;
    }
  }

  /** A scan that began when the floor was {@code known} found none below {@code least}. */
  void raiseFloor(int known, int least) {
    FLOOR.compareAndSet(this, known, least);
  }

  /**
   * The slot, which is barred, is free again. It is not set to 0 then, nor when it is allotted: a
   * request that was picked for the former host just before may still count itself in, and will
   * count itself out.
   */
  void free(int slot) {
    used.clear(slot);
  }
}
