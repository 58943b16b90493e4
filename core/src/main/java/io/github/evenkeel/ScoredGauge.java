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
   * Begins a request if the load is {@code least} or below and nobody else begins one meanwhile.
   * Else the score is right afterwards, and it may be another host that has the least.
   */
  boolean beginIfLeast(long least, long now);
}
