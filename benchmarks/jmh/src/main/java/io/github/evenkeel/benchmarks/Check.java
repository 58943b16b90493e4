/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import java.util.Comparator;

/**
 * One measurement held against a goal.
 *
 * @param measurement what was measured
 * @param figure the figure that the goal is about
 * @param bound what it may be at most
 */
record Check(Measurement measurement, Figure figure, double bound) {
  static final Comparator<Check> WORST_FIRST =
      Comparator.<Check>comparingDouble(it -> it.figure.value() / it.bound).reversed();

  boolean met() {
    return figure.isAtMost(bound);
  }

  boolean close() {
    return figure.isCloseTo(bound);
  }
}
