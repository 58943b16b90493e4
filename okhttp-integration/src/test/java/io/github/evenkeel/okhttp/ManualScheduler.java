/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static java.util.Objects.requireNonNull;

import io.github.evenkeel.Scheduler;
import io.github.evenkeel.okhttp.internal.Environment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** A scheduler whose tasks are due when a test says so. */
public final class ManualScheduler implements Scheduler {
  private final BlockingDeque<Pending> pending = new LinkedBlockingDeque<>();

  @Override
  public Task schedule(Duration delay, Runnable task) {
    Pending added = new Pending(delay, task);
    pending.add(added);
    return () -> pending.remove(added);
  }

  /** The longest waiting task is due; waits for one if there is none. */
  void fire() throws InterruptedException {
    requireNonNull(pending.poll(10, TimeUnit.SECONDS), "nothing was scheduled").task.run();
  }

  /** The longest waiting task with such a delay is due. */
  void fire(Predicate<Duration> delay) {
    Pending due =
        pending.stream().filter(task -> delay.test(task.delay())).findFirst().orElseThrow();
    pending.remove(due);
    due.task.run();
  }

  /** All tasks that are waiting are due. */
  void fireAll() {
    for (Pending due = pending.poll(); due != null; due = pending.poll()) {
      due.task.run();
    }
  }

  /** The delays of the tasks that are waiting. */
  List<Duration> delays() {
    return pending.stream().map(Pending::delay).toList();
  }

  /** An environment in which tasks are due when a test says so, and all else is real. */
  Environment environment() {
    return environment(System::nanoTime);
  }

  Environment environment(LongSupplier nanoClock) {
    return new Environment(nanoClock, this, ThreadLocalRandom::current);
  }

  // No record: tasks are told apart by identity.
  private static final class Pending {
    private final Duration delay;
    private final Runnable task;

    private Pending(Duration delay, Runnable task) {
      this.delay = delay;
      this.task = task;
    }

    private Duration delay() {
      return delay;
    }
  }
}
