/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of a set by their slots on a {@link Scoreboard}. A thousand separate objects take many
 * times as long to look at. Immutable, but for the scores.
 */
final class ScoredHosts {
  private final Scoreboard.@Nullable Page[] pages;

  /** By slot; null where the slot is not in use. */
  private final @Nullable Host[] hosts;

  private ScoredHosts(Scoreboard.@Nullable Page[] pages, @Nullable Host[] hosts) {
    this.pages = pages;
    this.hosts = hosts;
  }

  /**
   * Returns {@code hosts} by slot, or null if their scores do not tell the load, or lie so far
   * apart that a look at each host is quicker.
   */
  static @Nullable ScoredHosts of(HostSet hosts) {
    if (hosts.isWeighted() || !(hosts.gauge(0) instanceof ScoredGauge)) {
      return null;
    }
    int end = 0;
    for (int i = 0; i < hosts.size(); i++) {
      end = Math.max(end, ((ScoredGauge) hosts.gauge(i)).slot() + 1);
    }
    if (end > 4 * hosts.size() + 64) {
      return null;
    }
    Scoreboard.@Nullable Page[] pages =
        new Scoreboard.@Nullable Page[((end - 1) >> Scoreboard.PAGE_BITS) + 1];
    @Nullable Host[] bySlot = new @Nullable Host[end];
    for (int i = 0; i < hosts.size(); i++) {
      ScoredGauge gauge = (ScoredGauge) hosts.gauge(i);
      pages[gauge.slot() >> Scoreboard.PAGE_BITS] = gauge.page();
      bySlot[gauge.slot()] = hosts.get(i);
    }
    return new ScoredHosts(pages, bySlot);
  }

  /** The hosts in the order of their slots. */
  HostSet inOrder() {
    Host[] inOrder = Arrays.stream(hosts).filter(Objects::nonNull).toArray(Host[]::new);
    double[] equalWeights = new double[inOrder.length];
    Arrays.fill(equalWeights, 1);
    return new HostSet(inOrder, equalWeights);
  }

  /**
   * Returns the index in {@code some}, which are some of the hosts in order, of the first from the
   * slot {@code start} on, round the end.
   */
  int indexFrom(int start, HostSet some) {
    int first = start % hosts.length;
    int index = 0;
    while (index < some.size() && slot(some.get(index)) < first) {
      index++;
    }
    return index == some.size() ? 0 : index;
  }

  static int slot(Host host) {
    return ((ScoredGauge) host.gauge()).slot();
  }

  @Nullable Host host(int slot) {
    return hosts[slot];
  }

  /** What no score is below, as far as is known. */
  long least() {
    long least = Scoreboard.BARRED;
    for (int page = 0; page < pages.length; page++) {
      Scoreboard.Page scores = pages[page];
      if (scores != null) {
        least = Math.min(least, scores.least(end(page, hosts.length)));
      }
    }
    return least;
  }

  /**
   * Returns the first slot from {@code start} on, round the end, whose score is {@code least} or
   * below; or -1 if there is none any more, and {@link #least} is to be asked again.
   */
  int find(long least, int start) {
    int first = start % hosts.length;
    int slot = find(least, first, hosts.length);
    return slot >= 0 ? slot : find(least, 0, first);
  }

  private int find(long least, int from, int to) {
    int slot = from;
    while (slot < to) {
      int page = slot >> Scoreboard.PAGE_BITS;
      Scoreboard.Page scores = pages[page];
      if (scores != null) {
        int place = scores.find(least, Scoreboard.place(slot), end(page, to));
        if (place >= 0) {
          return (page << Scoreboard.PAGE_BITS) + place;
        }
      }
      slot = (page + 1) << Scoreboard.PAGE_BITS;
    }
    return -1;
  }

  /** Where in {@code page} the slots before {@code slot} end. */
  private static int end(int page, int slot) {
    return Math.min(slot - (page << Scoreboard.PAGE_BITS), Scoreboard.PAGE_SIZE);
  }
}
