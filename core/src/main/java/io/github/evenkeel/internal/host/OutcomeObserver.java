/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.host;

import io.github.evenkeel.Outcome;

/**
 * Hears how the requests of a host go: how outlier detection learns what it judges the host by.
 * Called by the thread that reports the response or the end of a request.
 */
public interface OutcomeObserver {

  /** Without outlier detection. */
  OutcomeObserver NONE = new OutcomeObserver() {};

  /** The response to a request has begun, {@code nanos} after the request. */
  default void responded(Outcome outcome, long nanos, long now) {}

  /** A request ended whose response was not reported, {@code nanos} after it began. */
  default void ended(Outcome outcome, long nanos, long now) {}

  /**
   * A request ended whose response had begun.
   *
   * @param hasFailed whether the response was a failure already
   * @param outcome how the request went in the end
   * @param nanos since it began
   */
  default void endedResponded(boolean hasFailed, Outcome outcome, long nanos, long now) {}

  /** How many requests wait for their response that began before the host was half-open. */
  default int leftOver() {
    return 0;
  }
}
