/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

/** A timer whose time comes when a test says so. */
final class ManualHedgeTimer implements HedgeTimer {
  private final BlockingDeque<Pending> pending = new LinkedBlockingDeque<>();

  @Override
  public Alarm after(long delayNanos, Runnable task) {
    Pending added = new Pending(Duration.ofNanos(delayNanos), task);
    pending.add(added);
    return () -> pending.remove(added);
  }

  /** The longest waiting task is due; waits for one if there is none. */
  void fire() throws InterruptedException {
    requireNonNull(pending.poll(10, TimeUnit.SECONDS), "no hedge was planned").task.run();
  }

  /** The delays of the tasks that are waiting. */
  List<Duration> delays() {
    return pending.stream().map(Pending::delay).toList();
  }

  // No record: tasks are told apart by identity.
  private static final class Pending {
    private final Duration delay;
    private final Runnable task;

    private Pending(Duration delay, Runnable task) {
      this.delay = delay;
      this.task = task;
    }

    private Duration delay() {
      return delay;
    }
  }
}
