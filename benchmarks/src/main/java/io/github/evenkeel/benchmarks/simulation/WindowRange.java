/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

/**
 * The fewest and the most requests that any server got in any window of {@link SlidingWindow#SIZE}.
 */
record WindowRange(int fewest, int most) {

  /** The extremes of both. */
  WindowRange and(WindowRange other) {
    return new WindowRange(Math.min(fewest, other.fewest), Math.max(most, other.most));
  }
}
