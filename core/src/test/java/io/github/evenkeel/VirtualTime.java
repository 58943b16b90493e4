/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A clock that stands still until it is told to go on, and runs what is scheduled on the way. What
 * is scheduled is for one thread; any may read the clock.
 */
public final class VirtualTime implements LongSupplier, Scheduler {
  private static final long NEAR_THE_WRAP = Long.MAX_VALUE - 1_000;

  private final AtomicLong nanos;
  private final PriorityQueue<Planned> planned =
      new PriorityQueue<>(
          Comparator.<Planned>comparingLong(plan -> plan.at() - nanos().get())
              .thenComparingInt(Planned::order));
  private int plans;

  /** Begins near the wrap of the clock, where {@link System#nanoTime} may be. */
  public VirtualTime() {
    this(NEAR_THE_WRAP);
  }

  /** Where clocks may begin, for what must hold wherever they do. */
  public static List<Long> starts() {
    return List.of(NEAR_THE_WRAP, 0L, Long.MIN_VALUE);
  }

  public VirtualTime(long start) {
    this.nanos = new AtomicLong(start);
  }

  private record Planned(long at, int order, Runnable task) {}

  private AtomicLong nanos() {
    return nanos;
  }

  @Override
  public Task schedule(Duration delay, Runnable task) {
    Planned plan = new Planned(nanos.get() + delay.toNanos(), plans++, task);
    planned.add(plan);
    return () -> planned.remove(plan);
  }

  /** How many tasks are scheduled. */
  public int scheduled() {
    return planned.size();
  }

  public void advance(Duration duration) {
    long end = nanos.get() + duration.toNanos();
    for (Planned next = planned.peek();
        next != null && next.at() - end <= 0;
        next = planned.peek()) {
      planned.remove();
      nanos.set(next.at());
      next.task().run();
    }
    nanos.set(end);
  }

  @Override
  public long getAsLong() {
    return nanos.get();
  }
}
