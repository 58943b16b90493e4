/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One daemon thread for all of Evenkeel in the process, which ends while nothing is to do. */
final class SharedThread {
  private static final Logger logger = LoggerFactory.getLogger(SharedThread.class);
  private static final ScheduledThreadPoolExecutor EXECUTOR = newExecutor();

  private SharedThread() {}

  private static ScheduledThreadPoolExecutor newExecutor() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(1, SharedThread::newThread);
    executor.setRemoveOnCancelPolicy(true);
    executor.setKeepAliveTime(10, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  private static Thread newThread(Runnable work) {
    Thread thread = new Thread(work, "evenkeel-scheduler");
    thread.setDaemon(true);
    return thread;
  }

  static Future<?> schedule(Duration delay, Runnable task) {
    return EXECUTOR.schedule(
        () -> {
          try {
            task.run();
          } catch (Throwable e) {
            logger.error("A scheduled task failed", e);
            throw e;
          }
        },
        delay.toNanos(),
        TimeUnit.NANOSECONDS);
  }
}
