/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.hedging;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Recent response times: a histogram of the current half of a window, and a histogram of the
 * previous half. The width of a bucket is at most an eighth of its values, as in HdrHistogram.
 *
 * <p>Written and read by all requests without waiting. One request, holding {@code turning}, starts
 * the next half. Response times that other requests add meanwhile count for the previous half.
 */
final class ResponseTimes {
  /** 2^3 buckets between a power of two and the next. */
  private static final int PRECISION_BITS = 3;

  private static final int BUCKETS = bucket(Long.MAX_VALUE) + 1;

  private final long halfNanos;
  private final ReentrantLock turning = new ReentrantLock();
  private volatile Window window;

  ResponseTimes(Duration half, long now) {
    this.halfNanos = half.toNanos();
    this.window = Window.empty(now);
  }

  /**
   * Records a response time of {@code nanos}.
   *
   * @param nanos 0 or more
   */
  void add(long nanos, long now) {
    windowAt(now).current.incrementAndGet(bucket(nanos));
  }

  /**
   * Returns the time within which a share of the responses arrived, rounded up by at most an
   * eighth.
   *
   * @param share above 0, up to 1
   * @param minimum the minimum number of responses
   * @return nanoseconds; empty if there are too few responses
   */
  OptionalLong percentile(double share, int minimum, long now) {
    Window recent = windowAt(now);
    long total = 0;
    for (int i = 0; i < BUCKETS; i++) {
      total += recent.count(i);
    }
    if (total < minimum) {
      return OptionalLong.empty();
    }
    long wanted = (long) Math.ceil(share * total);
    int bucket = 0;
    for (long seen = recent.count(0); seen < wanted; seen += recent.count(bucket)) {
      bucket++;
    }
    return OptionalLong.of(largestIn(bucket));
  }

  private Window windowAt(long now) {
    if (isHalfOver(window, now) && turning.tryLock()) {
      try {
        Window known = window;
        if (isHalfOver(known, now)) {
          window = next(known, now);
        }
      } finally {
        turning.unlock();
      }
    }
    return window;
  }

  private boolean isHalfOver(Window known, long now) {
    return now - known.beganAtNanos >= halfNanos;
  }

  private Window next(Window known, long now) {
    return now - known.beganAtNanos < 2 * halfNanos
        ? new Window(newCounts(), known.current, now)
        : Window.empty(now);
  }

  /**
   * Numbers below 16 have a bucket each. For larger numbers, the highest 4 bits and their position
   * determine the bucket.
   */
  private static int bucket(long nanos) {
    int place = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(nanos) - PRECISION_BITS - 1);
    return (place << PRECISION_BITS) + (int) (nanos >>> place);
  }

  private static long largestIn(int bucket) {
    int place = Math.max(0, (bucket >> PRECISION_BITS) - 1);
    long highest = (long) bucket - (place << PRECISION_BITS);
    return ((highest + 1) << place) - 1;
  }

  private static AtomicIntegerArray newCounts() {
    return new AtomicIntegerArray(BUCKETS);
  }

  private record Window(AtomicIntegerArray current, AtomicIntegerArray before, long beganAtNanos) {
    static Window empty(long now) {
      return new Window(newCounts(), newCounts(), now);
    }

    long count(int bucket) {
      return (long) current.get(bucket) + before.get(bucket);
    }
  }
}
