/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.health;

import io.github.evenkeel.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The response times of a host in the last interval, as histograms in which a class is as wide as
 * an eighth of its values at most.
 */
final class LatencyWindow implements Counter {
  /** 2^3 classes between a power of two and the next. */
  private static final int PRECISION_BITS = 3;

  /** What takes longer, which is two hours, counts as this long. */
  private static final int CLASSES = classOf(Duration.ofHours(2).toNanos()) + 1;

  private final Ring<AtomicIntegerArray> buckets;

  LatencyWindow(Duration window, long now) {
    this.buckets = new Ring<>(window, now, () -> new AtomicIntegerArray(CLASSES));
  }

  @Override
  public void responded(Outcome outcome, long nanos, long now) {
    // Other failures may come at once, or late, and say nothing about responses.
    if (outcome != Outcome.SUCCESS && outcome != Outcome.TIMEOUT) {
      return;
    }
    AtomicIntegerArray histogram = buckets.at(now);
    if (histogram != null) {
      histogram.getAndIncrement(Math.min(classOf(Math.max(nanos, 0)), CLASSES - 1));
    }
  }

  /**
   * The median of the window that ends at {@code now}, in milliseconds.
   *
   * @param minimum the least number of response times
   * @return empty if there are fewer
   */
  OptionalDouble medianMillis(int minimum, long now) {
    List<AtomicIntegerArray> histograms = buckets.until(now);
    long[] counts = new long[CLASSES];
    long total = 0;
    for (AtomicIntegerArray histogram : histograms) {
      for (int i = 0; i < CLASSES; i++) {
        counts[i] += histogram.get(i);
        total += histogram.get(i);
      }
    }
    if (total < minimum) {
      return OptionalDouble.empty();
    }
    int median = 0;
    for (long seen = counts[0]; 2 * seen < total; seen += counts[median]) {
      median++;
    }
    return OptionalDouble.of(middle(median) / 1e6);
  }

  /** Below 16, each number has a class. Above, the highest 4 bits and their place determine it. */
  private static int classOf(long nanos) {
    int place = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(nanos) - PRECISION_BITS - 1);
    return (place << PRECISION_BITS) + (int) (nanos >>> place);
  }

  private static double middle(int number) {
    int place = Math.max(0, (number >> PRECISION_BITS) - 1);
    long highest = (long) number - ((long) place << PRECISION_BITS);
    return (highest << place) + ((1L << place) - 1) / 2.0;
  }

  @Override
  public void clear() {
    buckets.clear();
  }
}
