/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

/** A gauge that keeps its host's score on a {@link Scoreboard}, as long as weights are equal. */
interface ScoredGauge {

  int slot();

  Scoreboard.Page page();

  /**
   * Begins a request if the load is {@code least} or below and nobody else begins or ends one
   * meanwhile. Else it may be another host that has the least.
   */
  Bid beginIfLeast(long least, long now);

  /** What came of trying to begin a request. */
  enum Bid {
    BEGUN,

    /** The load is higher, which the score now tells. */
    TOO_LOW,

    /** Another thread was quicker. */
    FORESTALLED
  }
}
