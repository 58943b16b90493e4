/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.health;

import io.github.evenkeel.Outcome;
import io.github.evenkeel.OutlierDetection;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a host does while it is half-open.
 *
 * <ul>
 *   <li>Writers: threads whose request gets its response or ends. The control path begins and ends
 *       the trial.
 *   <li>Readers: the control path.
 *   <li>Invariant: a failure is remembered until the trial ends, whatever follows.
 *   <li>Why: the control path is told by the thread that reports it, and comes later.
 * </ul>
 */
final class Trial {
  private final Runnable decided;
  private final AtomicInteger succeeded = new AtomicInteger();
  private volatile boolean ongoing;
  private volatile boolean failed;

  /**
   * Makes a trial that has not begun.
   *
   * @param decided is told when the host has failed or passed
   */
  Trial(Runnable decided) {
    this.decided = decided;
  }

  void begin() {
    succeeded.set(0);
    failed = false;
    ongoing = true;
  }

  void end() {
    ongoing = false;
  }

  /** A request got its response, or went wrong. */
  void record(Outcome outcome) {
    if (!ongoing) {
      return;
    }
    if (outcome.isFailure()) {
      if (!failed) {
        failed = true;
        decided.run();
      }
    } else if (succeeded.incrementAndGet() == OutlierDetection.HALF_OPEN_SUCCESSES) {
      decided.run();
    }
  }

  boolean isFailed() {
    return failed;
  }

  boolean isPassed() {
    return succeeded.get() >= OutlierDetection.HALF_OPEN_SUCCESSES;
  }
}
