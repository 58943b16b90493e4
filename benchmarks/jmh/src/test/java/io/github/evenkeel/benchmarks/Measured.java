/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import java.util.Arrays;
import java.util.List;

/** Measurements for tests. */
final class Measured {
  private Measured() {}

  /** Requests with one thread to hosts of equal weight; a time for each iteration. */
  static Measurement requests(Contender contender, int endpoints, double... nanos) {
    return of(new Cell("sameWork", contender, Scene.EQUAL, endpoints, 1), 32, nanos);
  }

  static Measurement of(Cell cell, double bytes, double... times) {
    List<Iteration> iterations =
        Arrays.stream(times).mapToObj(time -> new Iteration(time, bytes, 0)).toList();
    return new Measurement(cell, iterations);
  }
}
