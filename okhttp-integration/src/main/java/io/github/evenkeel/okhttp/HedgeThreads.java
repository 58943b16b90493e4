/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of one service's hedges: one that waits until they are due, and one for each that is
 * under way. Daemons, which end when they have been idle for a while.
 */
final class HedgeThreads implements HedgeTimer, AutoCloseable {
  private static final long IDLE_SECONDS = 10;

  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, daemons("evenkeel-hedge-timer"));
  private final ThreadPoolExecutor hedges =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE, // The budget is the limit.
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          daemons("evenkeel-hedge"));

  HedgeThreads() {
    timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    timer.setRemoveOnCancelPolicy(true); // Most are called off; none shall be held until due.
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public Alarm after(long delayNanos, Runnable task) {
    try {
      Future<?> future = timer.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
      return () -> future.cancel(/* mayInterruptIfRunning= */ false);
    } catch (RejectedExecutionException closed) {
      return () -> {};
    }
  }

  /** Runs a hedge, and tells whether it does: after {@link #close} it does not. */
  boolean run(Runnable hedge) {
    try {
      hedges.execute(hedge);
      return true;
    } catch (RejectedExecutionException closed) {
      return false;
    }
  }

  /** Begins no further hedges. Those under way go on, and their threads end with them. */
  @Override
  public void close() {
    timer.shutdown();
    hedges.shutdown();
  }
}
