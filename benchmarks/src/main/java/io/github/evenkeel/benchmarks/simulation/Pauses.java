/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

/**
 * The pauses of one server, and what they do to the work that it has begun: each pause delays it by
 * the whole pause. For one thread.
 */
final class Pauses {
  private final EventQueue events;

  /** The length of all pauses that have begun, in ticks, whether they are over or not. */
  private long total;

  private long end = Long.MIN_VALUE;

  Pauses(EventQueue events) {
    this.events = events;
  }

  /**
   * A pause begins.
   *
   * @throws IllegalStateException if another one is not over yet
   */
  void begin(long ticks) {
    if (isPaused()) {
      throw new IllegalStateException("A pause must be over before the next one begins");
    }
    total += ticks;
    end = events.now() + ticks;
  }

  /** Whether a pause is going on. */
  boolean isPaused() {
    return events.now() < end;
  }

  /** Runs {@code action} when {@code work} ticks have passed, not counting pauses. */
  void afterWork(long work, Runnable action) {
    long before = total;
    events.after(
        work,
        () -> {
          long paused = total - before;
          if (paused == 0) {
            action.run();
          } else {
            afterWork(paused, action);
          }
        });
  }
}
