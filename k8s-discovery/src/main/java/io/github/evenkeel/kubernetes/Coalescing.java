/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import io.github.evenkeel.Scheduler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task at once when something has changed, but not more often than once in an interval, so
 * that a burst of changes costs two runs. Not safe for use by many threads: whoever owns it calls
 * it, and {@code owner} calls back, under one lock.
 */
final class Coalescing {
  private final Duration interval;
  private final Environment environment;
  private final Owner owner;
  private final Runnable task;
  private @Nullable Long lastRun;
  private Scheduler.@Nullable Task due;

  /** Whose lock guards this. */
  @FunctionalInterface
  interface Owner {
    /** Runs an action under the lock, unless it no longer matters. */
    void guarded(Runnable action);
  }

  Coalescing(Duration interval, Environment environment, Owner owner, Runnable task) {
    this.interval = interval;
    this.environment = environment;
    this.owner = owner;
    this.task = task;
  }

  /** Something has changed. */
  void changed() {
    if (due != null) {
      return;
    }
    Duration wait =
        lastRun == null ? Duration.ZERO : interval.minusNanos(environment.nanoTime() - lastRun);
    if (wait.isZero() || wait.isNegative()) {
      run();
    } else {
      due = environment.scheduler().schedule(wait, () -> owner.guarded(this::run));
    }
  }

  private void run() {
    due = null;
    lastRun = environment.nanoTime();
    task.run();
  }

  void cancel() {
    if (due != null) {
      due.cancel();
    }
  }
}
