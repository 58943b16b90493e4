/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.overhead;

/** Two rounds, one straight after the other, of which each had one of the two sides. */
record Pair(Round bare, Round wrapped) {

  /** The throughput of the wrapped client as a share of the bare one's. */
  double throughputRatio() {
    return bare.microsPerCall() / wrapped.microsPerCall();
  }

  double extraMicros() {
    return wrapped.microsPerCall() - bare.microsPerCall();
  }

  double extraCpuMicros() {
    return wrapped.cpuMicrosPerCall() - bare.cpuMicrosPerCall();
  }

  double extraBytes() {
    return wrapped.bytesPerCall() - bare.bytesPerCall();
  }
}
