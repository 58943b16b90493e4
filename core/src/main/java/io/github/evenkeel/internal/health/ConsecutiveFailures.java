/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.health;

import io.github.evenkeel.Outcome;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * How many requests of a host failed in a row.
 *
 * <ul>
 *   <li>Writers: threads whose request ends count it. The control path begins a new row.
 *   <li>Readers: the control path.
 *   <li>Invariant: a row of the length that matters is remembered until the control path takes it,
 *       whatever follows.
 *   <li>Why: the control path is told by the thread that completes the row, and comes later. Other
 *       threads may have reported a success by then.
 * </ul>
 */
final class ConsecutiveFailures implements Counter {
  private final int threshold;
  private final Predicate<Outcome> isFailure;
  private final Runnable reached;
  private final AtomicInteger row = new AtomicInteger();
  private volatile boolean complete;

  /**
   * Makes a counter of a host that has not failed.
   *
   * @param threshold the length of the row that matters
   * @param isFailure what counts as a failure; all else but throttling ends the row
   * @param reached is told when the row is that long
   */
  ConsecutiveFailures(int threshold, Predicate<Outcome> isFailure, Runnable reached) {
    this.threshold = threshold;
    this.isFailure = isFailure;
    this.reached = reached;
  }

  @Override
  public void completed(Outcome outcome, long now) {
    if (isFailure.test(outcome)) {
      if (row.incrementAndGet() == threshold) {
        complete = true;
        reached.run();
      }
    } else if (outcome != Outcome.THROTTLED && row.get() != 0) {
      row.set(0);
    }
  }

  /** Tells whether there was a row that matters, and begins a new one if so. */
  boolean take() {
    if (!complete) {
      return false;
    }
    clear();
    return true;
  }

  @Override
  public void clear() {
    complete = false;
    row.set(0);
  }
}
