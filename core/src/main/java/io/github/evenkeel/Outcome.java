/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

/**
 * How a request went, told to {@link LoadBalancer#endRequest} when its lease ends. The kinds are
 * those that outlier detection tells apart in Envoy: errors that the server answered, and errors
 * that arose on the way.
 */
public enum Outcome {
  /** An answer arrived, and it does not put the blame on the server; a 404 is one. */
  SUCCESS(false),

  /** The server answered that it failed: a 5xx status. */
  SERVER_ERROR(true),

  /**
   * No connection came about: refused, unreachable, too slow, or no TLS session. Nothing was sent.
   */
  CONNECT_FAILURE(true),

  /** The connection broke before the answer was complete: reset, closed, or garbled. */
  CONNECTION_FAILURE(true),

  /** The answer did not come in time. */
  TIMEOUT(true),

  /**
   * The caller lost interest, or the endpoint was not asked after all. Says nothing about the
   * endpoint.
   */
  CANCELED(false);

  private final boolean failure;

  Outcome(boolean failure) {
    this.failure = failure;
  }

  /** Whether the endpoint, or the way to it, is to blame. */
  public boolean isFailure() {
    return failure;
  }
}
