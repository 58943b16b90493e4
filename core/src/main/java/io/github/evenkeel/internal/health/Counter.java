/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.health;

import io.github.evenkeel.Outcome;

/**
 * What one detector counts of one host. No two detectors share a counter, so that none takes from
 * another what it counts (trap 20). Written by threads whose request gets its response or ends,
 * without locks.
 */
interface Counter {

  /** A response has begun, or failed to come, {@code nanos} after its request. */
  default void responded(Outcome outcome, long nanos, long now) {}

  /** It is known how a request went; once for each request, and never that it was canceled. */
  default void completed(Outcome outcome, long now) {}

  /** Forgets what was counted. For the control path. */
  void clear();
}
