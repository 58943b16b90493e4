/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

/**
 * How much is measured.
 *
 * @param rounds how often each contestant runs in each scene
 * @param warmUpSeconds how long each run of the race lasts before it is measured
 * @param seconds how long it is measured
 * @param lifeSeconds how long a client is in use before its spread is counted
 */
record Plan(int rounds, double warmUpSeconds, double seconds, double lifeSeconds) {
  private static final int ROUNDS_BESIDE = 3;

  Plan {
    if (rounds < 1 || !(seconds > 0) || !(warmUpSeconds >= 0) || !(lifeSeconds >= 0)) {
      throw new IllegalArgumentException(
          ("rounds must be at least 1, seconds above 0, and those of warming up and of life at"
                  + " least 0, but were %s, %s, %s and %s")
              .formatted(rounds, seconds, warmUpSeconds, lifeSeconds));
    }
  }

  /** How often the scenes without HAProxy are run. */
  int roundsBeside() {
    return Math.min(rounds, ROUNDS_BESIDE);
  }
}
