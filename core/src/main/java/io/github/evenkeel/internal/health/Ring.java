/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was counted in a window of time that ends now: a ring of buckets, each for a tenth of the
 * window. The window begins with the bucket in which it has to begin at the latest, so that what is
 * read once a window misses nothing.
 *
 * <ul>
 *   <li>Writers: threads that count something put a bucket in the place of one that has gone out of
 *       the window; the control path removes all.
 *   <li>Readers: threads that count something, and the control path.
 *   <li>Invariant: a place in the ring holds the newest bucket that anybody has asked for, so time
 *       in it never goes back.
 *   <li>Why: a bucket belongs to its time for good. Who finds it replaced is late by more than the
 *       window, and counts nothing.
 * </ul>
 *
 * @param <B> counts what happens in a tenth of the window, by many threads
 */
final class Ring<B> {
  private static final int PARTS = 10;

  private final long origin;
  private final long partNanos;
  private final Supplier<B> newCounts;
  private final AtomicReferenceArray<@Nullable Bucket<B>> places =
      new AtomicReferenceArray<>(PARTS + 1);

  /**
   * Makes an empty window.
   *
   * @param window at least 10 ns
   * @param newCounts makes what counts in a bucket
   */
  Ring(Duration window, long now, Supplier<B> newCounts) {
    this.origin = now;
    this.partNanos = window.toNanos() / PARTS;
    this.newCounts = newCounts;
  }

  private record Bucket<B>(long number, B counts) {}

  private long numberAt(long now) {
    return Math.floorDiv(now - origin, partNanos);
  }

  /** Returns what counts at {@code now}; null if that is no longer in the window. */
  @Nullable B at(long now) {
    long number = numberAt(now);
    int place = Math.floorMod(number, places.length());
    Bucket<B> bucket = places.get(place);
    while (bucket == null || bucket.number < number) {
      Bucket<B> fresh = new Bucket<>(number, newCounts.get());
      if (places.compareAndSet(place, bucket, fresh)) {
        return fresh.counts;
      }
      bucket = places.get(place);
    }
    return bucket.number == number ? bucket.counts : null;
  }

  /** Returns what was counted in the window that ends at {@code now}, in no order. */
  List<B> until(long now) {
    long last = numberAt(now);
    List<B> counted = new ArrayList<>();
    for (int i = 0; i < places.length(); i++) {
      Bucket<B> bucket = places.get(i);
      if (bucket != null && bucket.number > last - places.length() && bucket.number <= last) {
        counted.add(bucket.counts);
      }
    }
    return counted;
  }

  /** Forgets all that was counted. */
  void clear() {
    for (int i = 0; i < places.length(); i++) {
      places.set(i, null);
    }
  }
}
