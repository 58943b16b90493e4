/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

/**
 * What a server does with the requests that it is sent.
 *
 * @param reaction how it meets a request
 * @param slowdown how many times as long as a healthy server it takes to serve one
 */
record Condition(Reaction reaction, double slowdown) {

  /** How a server meets a request. */
  enum Reaction {
    /** Serves it when a slot is free and those before it have been served. */
    SERVE,
    /** Responds at once that it failed. */
    FAIL,
    /** Accepts no connection, and finishes what it accepted before. */
    REFUSE,
    /** Accepts it and never responds. */
    HANG
  }

  static final Condition HEALTHY = slower(1);
  static final Condition FAILING = new Condition(Reaction.FAIL, 1);
  static final Condition REFUSING = new Condition(Reaction.REFUSE, 1);
  static final Condition HANGING = new Condition(Reaction.HANG, 1);

  /** Serves, but takes {@code slowdown} times as long. */
  static Condition slower(double slowdown) {
    return new Condition(Reaction.SERVE, slowdown);
  }
}
