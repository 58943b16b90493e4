/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.github.evenkeel.Scheduler;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * Runs the tasks of one source on a daemon thread, which ends when nothing is due. The thread is
 * not shared, since the user's credential provider, which may block, is called on it.
 */
final class OwnThread implements Scheduler {
  private static final int IDLE_SECONDS = 5;

  private final ScheduledThreadPoolExecutor executor;

  OwnThread(String name) {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    executor.setKeepAliveTime(IDLE_SECONDS, SECONDS);
    executor.allowCoreThreadTimeOut(true);
  }

  @Override
  public Task schedule(Duration delay, Runnable task) {
    var scheduled = executor.schedule(task, delay.toNanos(), NANOSECONDS);
    return () -> scheduled.cancel(/* mayInterruptIfRunning= */ false);
  }
}
