/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.balancer;

import io.github.evenkeel.Scheduler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A task that threads with requests ask for, and that the scheduler runs once for all of them.
 *
 * <ul>
 *   <li>Writers: threads with requests, which schedule the task unless it is scheduled; the
 *       scheduler, which runs it.
 *   <li>Readers: the same.
 *   <li>Invariant: a thread asks after writing what there is to see, and a run begins by taking the
 *       flag back, so it sees that, or the task runs once more.
 *   <li>Why: requests wait for no lock, and without requests nothing is scheduled.
 * </ul>
 */
final class CoalescedTask {
  private final Duration delay;
  private final Scheduler scheduler;
  private final Runnable task;
  private final AtomicBoolean isScheduled = new AtomicBoolean();

  /**
   * Makes a task that nobody has asked for.
   *
   * @param delay from the first request for the task until the task runs
   */
  CoalescedTask(Duration delay, Scheduler scheduler, Runnable task) {
    this.delay = delay;
    this.scheduler = scheduler;
    this.task = task;
  }

  /** Has the task run after the delay, unless it is about to run anyway. */
  void request() {
    if (!isScheduled.get() && isScheduled.compareAndSet(false, true)) {
      var unused = scheduler.schedule(delay, this::run);
    }
  }

  private void run() {
    isScheduled.set(false);
    task.run();
  }
}
