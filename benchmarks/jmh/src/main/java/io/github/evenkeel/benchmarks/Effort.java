/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

/**
 * How long a run measures each cell.
 *
 * @param rounds how often it goes through its plan, with one fork for each cell
 * @param warmups iterations that do not count
 * @param warmupMillis how long each of them takes
 * @param iterations iterations that count
 * @param iterationMillis how long each of them takes
 */
record Effort(int rounds, int warmups, int warmupMillis, int iterations, int iterationMillis) {
  /** For the page. */
  static final Effort FULL = new Effort(2, 3, 200, 5, 80);

  /** For a first look. */
  static final Effort QUICK = new Effort(1, 2, 200, 3, 80);

  /** How long one fork measures, without its start. */
  int forkMillis() {
    return warmups * warmupMillis + iterations * iterationMillis;
  }

  @Override
  public String toString() {
    return "%d fork%s, each with %d warm-up iterations of %d ms and %d measured ones of %d ms"
        .formatted(
            rounds, rounds == 1 ? "" : "s", warmups, warmupMillis, iterations, iterationMillis);
  }
}
