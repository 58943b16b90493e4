/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import io.github.evenkeel.Scheduler;
import io.github.evenkeel.okhttp.internal.Environment;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Real time that a test may let pass faster, and a scheduler that runs what is due if asked to. */
final class PassingTime implements Scheduler {
  private final AtomicLong ahead = new AtomicLong();
  private final Queue<Planned> planned = new ConcurrentLinkedQueue<>();

  private record Planned(long at, Runnable task) {}

  private long now() {
    return System.nanoTime() + ahead.get();
  }

  Environment environment() {
    return new Environment(this::now, this, ThreadLocalRandom::current);
  }

  @Override
  public Task schedule(Duration delay, Runnable task) {
    Planned added = new Planned(now() + delay.toNanos(), task);
    planned.add(added);
    return () -> planned.remove(added);
  }

  /** Runs what is due, as the scheduler's thread would soon. */
  void runDue() {
    for (Planned each : List.copyOf(planned)) {
      if (each.at - now() <= 0 && planned.remove(each)) {
        each.task.run();
      }
    }
  }

  void pass(Duration duration) {
    ahead.addAndGet(duration.toNanos());
    runDue();
  }
}
