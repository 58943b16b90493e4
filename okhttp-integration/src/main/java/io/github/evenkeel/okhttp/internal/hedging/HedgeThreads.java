/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.hedging;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One thread for each hedge that is under way, shared by the services of a load balancer. Daemons,
 * which end when they have been idle for a while.
 */
public final class HedgeThreads implements AutoCloseable {
  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE, // The budget is the limit.
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          HedgeThreads::newThread);

  private static Thread newThread(Runnable task) {
    Thread thread = new Thread(task, "evenkeel-hedge");
    thread.setDaemon(true);
    return thread;
  }

  /** Runs a hedge, and tells whether it does: after {@link #close} it does not. */
  boolean run(Runnable hedge) {
    try {
      threads.execute(hedge);
      return true;
    } catch (RejectedExecutionException closed) {
      return false;
    }
  }

  /** Begins no further hedges. Those under way go on, and their threads end with them. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
