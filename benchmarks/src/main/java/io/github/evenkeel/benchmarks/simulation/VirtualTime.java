/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

/**
 * Units and nanoseconds. Scenes and reports count in units, where 1 is the mean service time of a
 * healthy server, as queueing theory does; events and balancers count in nanoseconds, as {@link
 * System#nanoTime} does. A unit is 100 ms, which matters only to algorithms that remember for a
 * fixed time.
 */
final class VirtualTime {
  private static final double NANOS_PER_UNIT = 100e6;

  private VirtualTime() {}

  static long nanos(double units) {
    return Math.round(units * NANOS_PER_UNIT);
  }

  static double units(double nanos) {
    return nanos / NANOS_PER_UNIT;
  }
}
