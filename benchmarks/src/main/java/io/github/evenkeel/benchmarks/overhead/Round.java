/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.overhead;

/**
 * What some threads got done together in one round.
 *
 * @param calls how many calls they made
 * @param nanos how long the round took, from the first call's start to the last one's end
 * @param cpuNanos how long the calling threads ran on a processor
 * @param bytes what the calling threads allocated
 */
record Round(long calls, long nanos, long cpuNanos, long bytes) {

  /** The reciprocal of the throughput: with one thread, how long a call takes. */
  double microsPerCall() {
    return nanos / 1e3 / calls;
  }

  double cpuMicrosPerCall() {
    return cpuNanos / 1e3 / calls;
  }

  double bytesPerCall() {
    return (double) bytes / calls;
  }
}
