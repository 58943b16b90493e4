/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import io.github.evenkeel.internal.option.Durations;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;

/**
 * How many idle connections are kept to each endpoint of a service, and for how long.
 *
 * @param maxPerEndpoint 0 or more
 * @param keepAlive above zero, at most 365 days
 */
record IdleConnections(int maxPerEndpoint, Duration keepAlive) {
  private static final Duration MAX_KEEP_ALIVE = Duration.ofDays(365);

  /** As many as OkHttp's Dispatcher runs calls at once, for as long as OkHttp's pool keeps them. */
  static final IdleConnections DEFAULT = new IdleConnections(64, Duration.ofMinutes(5));

  IdleConnections {
    if (maxPerEndpoint < 0) {
      throw new IllegalArgumentException(
          "maxPerEndpoint of idle connections must be 0 or more, but was " + maxPerEndpoint);
    }
    if (keepAlive.isNegative() || keepAlive.isZero() || keepAlive.compareTo(MAX_KEEP_ALIVE) > 0) {
      throw new IllegalArgumentException(
          "keepAlive of idle connections must be above zero and at most 365 days, but was "
              + Durations.text(keepAlive));
    }
  }

  ConnectionPool newPool() {
    return new ConnectionPool(maxPerEndpoint, keepAlive.toNanos(), TimeUnit.NANOSECONDS);
  }
}
