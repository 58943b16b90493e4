/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs something later. */
@FunctionalInterface
interface Timer {
  /** In real time, on threads that the JDK keeps for all. */
  Timer REAL =
      (delay, task) ->
          CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS).execute(task);

  /** Runs {@code task} once, on any thread, when {@code delay} is over. */
  void after(Duration delay, Runnable task);
}
