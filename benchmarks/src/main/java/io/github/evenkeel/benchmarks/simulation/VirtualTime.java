/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

/**
 * Units and ticks. Scenes and reports count in units, where 1 is the mean service time of a healthy
 * server, as queueing theory does. Events count in ticks, because whole numbers are the same
 * everywhere.
 */
final class VirtualTime {
  private static final double TICKS_PER_UNIT = 1e9;

  private VirtualTime() {}

  static long ticks(double units) {
    return Math.round(units * TICKS_PER_UNIT);
  }

  static double units(double ticks) {
    return ticks / TICKS_PER_UNIT;
  }
}
