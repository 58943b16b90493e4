/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

/** Tells when a hedge is due. */
@FunctionalInterface
interface HedgeTimer {
  /**
   * Runs {@code task}, which is short, when a delay is over, unless it is called off.
   *
   * @param delayNanos above 0
   */
  Alarm after(long delayNanos, Runnable task);

  /** A task that is to run. */
  @FunctionalInterface
  interface Alarm {
    /** Does not run the task, unless it is too late for that. Idempotent. */
    void callOff();
  }
}
