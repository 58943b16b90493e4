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
 * One thread for each hedge in progress, shared by the services of a load balancer. The threads are
 * daemons, and stop when they have been idle for a while.
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

  /** Runs a hedge. Returns false after {@link #close}, and does not run the hedge then. */
  boolean run(Runnable hedge) {
    try {
      threads.execute(hedge);
      return true;
    } catch (RejectedExecutionException closed) {
      return false;
    }
  }

  /**
   * Starts no further hedges. Hedges in progress continue, and their threads stop when they
   * complete.
   */
  @Override
  public void close() {
    threads.shutdown();
  }
}
