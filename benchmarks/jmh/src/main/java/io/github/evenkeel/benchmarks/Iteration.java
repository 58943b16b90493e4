/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import org.openjdk.jmh.results.IterationResult;

/**
 * One iteration's mean.
 *
 * @param time of one operation, in the benchmark's unit
 * @param bytes allocated by one operation
 * @param roundTrip of a cache line in nanoseconds, the longer of those before and after; 0 with one
 *     thread, to which it does not matter
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
