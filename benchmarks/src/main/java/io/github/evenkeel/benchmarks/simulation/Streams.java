/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import java.util.Random;

/**
 * Requests whose response goes on long after it began, such as event streams. An open stream takes
 * no slot of its server: that is free as soon as the response begins.
 *
 * @param share the share of the requests that are streams
 * @param meanLength how long a stream stays open on average, in units
 */
record Streams(double share, double meanLength) {
  static final Streams NONE = new Streams(0, 0);

  /** Draws how long the next request's response goes on, in units; 0 if it is no stream. */
  double nextLength(Random chance) {
    // Draws nothing if there are none, so that such scenes keep their sequence of requests.
    if (share == 0 || chance.nextDouble() >= share) {
      return 0;
    }
    return meanLength * ServiceTimes.EXPONENTIAL.next(chance);
  }
}
