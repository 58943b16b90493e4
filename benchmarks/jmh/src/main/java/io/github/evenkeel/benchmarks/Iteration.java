/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import org.openjdk.jmh.results.IterationResult;

/**
 * The mean of one iteration.
 *
 * @param time of one operation, in the benchmark's unit
 * @param bytes allocated by one operation
 * @param roundTrip the time that a cache line takes there and back, in nanoseconds; 0 with one
 *     thread, where it does not matter
 */
record Iteration(double time, double bytes, double roundTrip) {

  static Iteration of(IterationResult result) {
    return new Iteration(
        result.getPrimaryResult().getScore(),
        secondary(result, "gc.alloc.rate.norm"),
        secondary(result, RoundTripProfiler.LABEL));
  }

  /** Whether the processors were near each other. */
  boolean near() {
    return roundTrip <= RoundTrip.NEAR_NANOS;
  }

  private static double secondary(IterationResult result, String label) {
    var found = result.getSecondaryResults().get(label);
    return found == null ? 0 : found.getScore();
  }
}
