/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import org.jspecify.annotations.Nullable;

/**
 * The counters of a set's hosts as they lie in {@link CounterPages}, for scans. A thousand separate
 * objects take several times as long to look at. Immutable, but for the counters.
 *
 * <p>The scan reads the counters plainly, without ordering: it is a look at a moving scene either
 * way, and what it found is confirmed when the request begins.
 */
final class PackedCounters {
  private final CounterPages counters;
  private final int[][] pages;

  /** By slot; null where the slot is not in use. */
  private final @Nullable Host[] hosts;

  private PackedCounters(CounterPages counters, int[][] pages, @Nullable Host[] hosts) {
    this.counters = counters;
    this.pages = pages;
    this.hosts = hosts;
  }

  /**
   * Returns the counters of {@code hosts}, or null if they alone do not tell the load, or lie so
   * far apart that a look at each host is quicker.
   */
  static @Nullable PackedCounters of(HostSet hosts) {
    if (hosts.isWeighted() || !(hosts.get(0).gauge() instanceof ScannedGauge)) {
      return null;
    }
    int end = 0;
    for (int i = 0; i < hosts.size(); i++) {
      end = Math.max(end, ((ScannedGauge) hosts.get(i).gauge()).slot() + 1);
    }
    if (end > 4 * hosts.size() + 64) {
      return null;
    }
    int[][] pages = new int[((end - 1) >> CounterPages.PAGE_BITS) + 1][];
    @Nullable Host[] bySlot = new @Nullable Host[end];
    for (int i = 0; i < hosts.size(); i++) {
      ScannedGauge gauge = (ScannedGauge) hosts.get(i).gauge();
      pages[gauge.slot() >> CounterPages.PAGE_BITS] = gauge.page();
      bySlot[gauge.slot()] = hosts.get(i);
    }
    return new PackedCounters(((ScannedGauge) hosts.get(0).gauge()).pages(), pages, bySlot);
  }

  @Nullable Host host(int slot) {
    return hosts[slot];
  }

  static int slot(long found) {
    return (int) found;
  }

  static int count(long found) {
    return (int) (found >>> 32);
  }

  /**
   * Finds the least counter, or of several the first from {@code start} on, round the end.
   *
   * @return its {@link #slot} and {@link #count}
   */
  long least(int start) {
    int first = start % hosts.length;
    int floor = counters.floor();
    long found = least(first, hosts.length, ((long) Integer.MAX_VALUE << 32) | first, floor);
    if (count(found) > floor) {
      found = least(0, first, found, floor);
      if (count(found) > floor && count(found) < CounterPages.BARRED) {
        counters.raiseFloor(floor, count(found));
      }
    }
    return found;
  }

  private long least(int from, int to, long found, int floor) {
    int slot = from;
    while (slot < to && count(found) > floor) {
      int page = slot >> CounterPages.PAGE_BITS;
      int base = page << CounterPages.PAGE_BITS;
      int end = Math.min(to - base, CounterPages.PAGE_SIZE);
      if (pages[page] != null) {
        found = least(pages[page], slot - base, end, base, found, floor);
      }
      slot = base + end;
    }
    return found;
  }

  /**
   * Looks at eight at a time: the minimum of eight is found without branches and without one
   * waiting for the other, and is seldom the least so far.
   */
  private static long least(int[] counters, int from, int to, int base, long found, int floor) {
    int least = count(found);
    int at = slot(found) - base;
    int i = from;
    for (int end = to - 7; i < end; i += 8) {
      int eight =
          Math.min(
              Math.min(
                  Math.min(counters[i], counters[i + 1]),
                  Math.min(counters[i + 2], counters[i + 3])),
              Math.min(
                  Math.min(counters[i + 4], counters[i + 5]),
                  Math.min(counters[i + 6], counters[i + 7])));
      if (eight < least) {
        for (int j = i; j < i + 8; j++) {
          if (counters[j] < least) {
            least = counters[j];
            at = j;
          }
        }
        if (least <= floor) {
          break;
        }
      }
    }
    for (; i < to && least > floor; i++) {
      if (counters[i] < least) {
        least = counters[i];
        at = i;
      }
    }
    return ((long) least << 32) | (at + base);
  }
}
