/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.Scheduler;
import java.time.Duration;

/**
 * Runs what balancers schedule as events in virtual time. A run ends when no event is left, so a
 * balancer must not schedule tasks for ever. For one thread.
 */
final class VirtualScheduler implements Scheduler {
  private final EventQueue events;
  private final Duration unit;

  /**
   * Makes the scheduler.
   *
   * @param unit how long a unit of time is on the clocks of the balancers
   */
  VirtualScheduler(EventQueue events, Duration unit) {
    this.events = events;
    this.unit = unit;
  }

  @Override
  public Task schedule(Duration delay, Runnable task) {
    Event event = new Event(task);
    double units = (double) delay.toNanos() / unit.toNanos();
    events.after(VirtualTime.ticks(units), event::happen);
    return event;
  }

  /** A task that runs unless it was canceled before. */
  private static final class Event implements Task {
    private final Runnable task;
    private boolean canceled;

    Event(Runnable task) {
      this.task = task;
    }

    @Override
    public void cancel() {
      canceled = true;
    }

    void happen() {
      if (!canceled) {
        task.run();
      }
    }
  }
}
