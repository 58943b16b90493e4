/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.balancer;

import io.github.evenkeel.Scheduler;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One daemon thread for all load balancers of the process, which ends while nothing is to do. */
final class SharedScheduler implements Scheduler {
  static final SharedScheduler INSTANCE = new SharedScheduler();

  private static final Logger logger = LoggerFactory.getLogger(SharedScheduler.class);

  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(1, SharedScheduler::newThread);

  private SharedScheduler() {
    executor.setRemoveOnCancelPolicy(true);
    executor.setKeepAliveTime(10, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
  }

  private static Thread newThread(Runnable work) {
    Thread thread = new Thread(work, "evenkeel-scheduler");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public Task schedule(Duration delay, Runnable task) {
    Future<?> future =
        executor.schedule(
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
    return () -> future.cancel(false);
  }
}
