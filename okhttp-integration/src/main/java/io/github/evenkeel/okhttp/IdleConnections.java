/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;

/**
 * What is kept of idle connections to an endpoint.
 *
 * @param max how many
 * @param keepAlive for how long
 */
record IdleConnections(int max, Duration keepAlive) {
  /** As many as OkHttp's {@code Dispatcher} runs calls at once, for as long as OkHttp's pool. */
  static final IdleConnections DEFAULT = new IdleConnections(64, Duration.ofMinutes(5));

  /** Returns a pool that keeps that many, except that it closes one too many only in time. */
  ConnectionPool newPool() {
    return new ConnectionPool(max, keepAlive.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Whether each connection is closed when its call ends. */
  boolean isNone() {
    return max == 0;
  }
}
