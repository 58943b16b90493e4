/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import java.time.Duration;

/**
 * The pauses between attempts: doubled each time up to a maximum, and up to 20 % longer or shorter,
 * so that clients that failed together do not come back together. Not safe for use by many threads.
 */
final class Backoff {
  static final Duration MAX = Duration.ofSeconds(30);
  private static final double JITTER = 0.2;
  private static final int MAX_DOUBLINGS = 30;

  private final Duration first;
  private final Environment environment;
  private int attempts;

  Backoff(Duration first, Environment environment) {
    this.first = first;
    this.environment = environment;
  }

  Duration next() {
    double doubled = (double) first.toNanos() * Math.pow(2, Math.min(attempts, MAX_DOUBLINGS));
    attempts++;
    double jitter = 1 + JITTER * (2 * environment.random().get().nextDouble() - 1);
    return Duration.ofNanos((long) (Math.min(doubled, (double) MAX.toNanos()) * jitter));
  }

  void reset() {
    attempts = 0;
  }
}
