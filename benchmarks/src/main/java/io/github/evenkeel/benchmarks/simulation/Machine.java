/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

/**
 * What a server runs on. Unlike a {@link Condition} it never changes, and a new server on the same
 * seat gets it too.
 *
 * @param slowdown how many times as long as an ordinary server it takes for a request
 * @param networkDelay how long a request travels to it, and a response back from it, in units
 */
record Machine(double slowdown, double networkDelay) {
  static final Machine ORDINARY = new Machine(1, 0);

  /** Takes {@code slowdown} times as long as an ordinary server, with no network in between. */
  static Machine slower(double slowdown) {
    return new Machine(slowdown, 0);
  }

  /** As fast as an ordinary server, but {@code networkDelay} units away. */
  static Machine distant(double networkDelay) {
    return new Machine(1, networkDelay);
  }
}
