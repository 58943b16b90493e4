/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import io.github.evenkeel.Scheduler;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Time that passes when a test says so. Tasks run on the test's thread, though they may be
 * scheduled from any.
 */
final class VirtualTime implements Scheduler {
  private final Queue<Due> queue =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
  private long now;
  private long scheduled;

  /** What {@code schedule} throws instead of scheduling, if anything. */
  volatile @Nullable Error fault;

  private record Due(long at, long order, Runnable task) {}

  /** This time, and chance without jitter. */
  Environment environment() {
    return new Environment(
        this::nanoTime, this, () -> () -> Long.MIN_VALUE); // Half of the range of a double.
  }

  synchronized long nanoTime() {
    return now;
  }

  @Override
  public synchronized Task schedule(Duration delay, Runnable task) {
    if (fault != null) {
      throw fault;
    }
    Due due = new Due(now + delay.toNanos(), scheduled++, task);
    queue.add(due);
    return () -> cancel(due);
  }

  private synchronized void cancel(Due due) {
    queue.remove(due);
  }

  synchronized boolean isIdle() {
    return queue.isEmpty();
  }

  void advance(Duration time) {
    long end = nanoTime() + time.toNanos();
    for (Due due = nextUntil(end); due != null; due = nextUntil(end)) {
      try {
        due.task().run();
      } catch (Throwable e) {
        throw new AssertionError("a task threw, which ends a timer", e);
      }
    }
  }

  private synchronized @Nullable Due nextUntil(long end) {
    Due due = queue.peek();
    if (due == null || due.at() > end) {
      now = end;
      return null;
    }
    now = Math.max(now, due.at());
    return queue.remove();
  }
}
