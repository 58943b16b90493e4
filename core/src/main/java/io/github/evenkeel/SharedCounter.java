/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A number that every request of a balancer updates, alone in its cache line. Were it to lie next
 * to what every request reads, then each update by one processor would take that from the others as
 * well. Written and read by any thread, atomically.
 */
final class SharedCounter {
  /** How many numbers a cache line holds, of the longest that are common. */
  private static final int LINE = 16;

  /** Only the one in the middle is used. */
  private final AtomicLongArray numbers = new AtomicLongArray(2 * LINE);

  SharedCounter(long initial) {
    numbers.set(LINE, initial);
  }

  long get() {
    return numbers.get(LINE);
  }

  /** As of lately, which is as good where what is found is confirmed later. */
  long getOpaque() {
    return numbers.getOpaque(LINE);
  }

  void setOpaque(long number) {
    numbers.setOpaque(LINE, number);
  }

  long getAndIncrement() {
    return numbers.getAndIncrement(LINE);
  }

  long getAndAdd(long difference) {
    return numbers.getAndAdd(LINE, difference);
  }

  boolean compareAndSet(long expected, long number) {
    return numbers.compareAndSet(LINE, expected, number);
  }
}
