/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.time.Duration;
import java.util.concurrent.Future;

/**
 * Runs what time triggers, such as the steps of slow start. A load balancer does none of that on a
 * thread that sends a request. Safe for use by many threads.
 *
 * <p>The default runs tasks on one daemon thread that all load balancers of the process share and
 * that ends while there is nothing to do. Simulations and tests provide one in virtual time.
 */
@FunctionalInterface
public interface Scheduler {

  /**
   * Runs a task once.
   *
   * @param delay how long from now; 0 or more
   * @param task returns quickly and does not block
   * @return the task, to be canceled
   */
  Task schedule(Duration delay, Runnable task);

  /**
   * The default of everything in Evenkeel that takes a scheduler: one daemon thread for the whole
   * process, which ends while there is nothing to do.
   */
  static Scheduler shared() {
    return (delay, task) -> {
      Future<?> future = SharedThread.schedule(delay, task);
      return () -> future.cancel(false);
    };
  }

  /** A task that is scheduled. */
  @FunctionalInterface
  interface Task {

    /** Keeps the task from running, if it has not begun. Idempotent. */
    void cancel();
  }
}
