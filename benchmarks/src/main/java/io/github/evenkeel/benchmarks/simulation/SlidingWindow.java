/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/**
 * Counts how many of the last 100 requests each server got, and keeps the extremes. For one thread.
 */
final class SlidingWindow {
  static final int SIZE = 100;

  private final Queue<Integer> seats = new ArrayDeque<>();
  private final int[] counts;
  private int fewest = SIZE;
  private int most;

  SlidingWindow(int servers) {
    this.counts = new int[servers];
  }

  /** The next request went to the server on {@code seat}. */
  void add(int seat) {
    seats.add(seat);
    counts[seat]++;
    if (seats.size() > SIZE) {
      counts[seats.remove()]--;
    }
    if (seats.size() == SIZE) {
      fewest = Math.min(fewest, Arrays.stream(counts).min().orElseThrow());
      most = Math.max(most, Arrays.stream(counts).max().orElseThrow());
    }
  }

  /** The fewest and the most requests that any server got in any 100 in a row. */
  WindowRange range() {
    if (seats.size() < SIZE) {
      throw new IllegalStateException(
          "A window takes " + SIZE + " requests, but there were " + seats.size());
    }
    return new WindowRange(fewest, most);
  }
}
