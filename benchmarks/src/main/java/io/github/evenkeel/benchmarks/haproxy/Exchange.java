/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

/**
 * A request and its response.
 *
 * @param ended when the response was there completely, by {@code System.nanoTime}
 * @param nanos how long after the request was sent that was
 * @param work the service time that the request asked for, in units of the mean
 * @param port the pod that served it
 */
record Exchange(long ended, long nanos, double work, int port) {

  double millis() {
    return nanos / 1e6;
  }
}
