/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.dns;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.github.evenkeel.Scheduler;
import java.time.Duration;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;

/**
 * Keeps tasks until a test runs them. The test waits for the next one, as it is planned when an
 * answer has come over a real socket.
 */
final class ManualScheduler implements Scheduler {
  private final BlockingDeque<Planned> planned = new LinkedBlockingDeque<>();

  /** A task, and the pause before it. */
  record Planned(Duration delay, Runnable task) {}

  @Override
  public Task schedule(Duration delay, Runnable task) {
    Planned plan = new Planned(delay, task);
    planned.add(plan);
    return () -> planned.remove(plan);
  }

  /** Waits for a task, and takes it. */
  Planned next() throws InterruptedException {
    Planned next = planned.poll(30, SECONDS);
    if (next == null) {
      throw new AssertionError("no task was planned");
    }
    return next;
  }

  /** Waits for a task, and leaves it planned. */
  Planned peek() throws InterruptedException {
    Planned next = next();
    planned.addFirst(next);
    return next;
  }

  int tasks() {
    return planned.size();
  }
}
