/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.transport;

import io.github.evenkeel.internal.option.Check;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;

/**
 * How many idle connections are kept to each endpoint of a service, and for how long.
 *
 * @param maxPerEndpoint 0 or more
 * @param keepAlive above zero, at most 365 days
 */
public record IdleConnections(int maxPerEndpoint, Duration keepAlive) {
  private static final Duration MAX_KEEP_ALIVE = Duration.ofDays(365);

  /**
   * As many connections as OkHttp's Dispatcher runs calls at once, with the keep-alive of OkHttp's
   * pool.
   */
  public static final IdleConnections DEFAULT = new IdleConnections(64, Duration.ofMinutes(5));

  /** Checks the ranges. */
  public IdleConnections {
    Check.atLeast(0, maxPerEndpoint, "maxPerEndpoint of idleConnections");
    Check.positive(MAX_KEEP_ALIVE, keepAlive, "keepAlive of idleConnections");
  }

  /**
   * Returns a pool with this limit. The pool does not close surplus connections at once, but later.
   */
  ConnectionPool newPool() {
    return new ConnectionPool(maxPerEndpoint, keepAlive.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Whether each connection is closed when its call completes. */
  boolean isNone() {
    return maxPerEndpoint == 0;
  }
}
