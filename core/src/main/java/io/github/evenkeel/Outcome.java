/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

/**
 * How a request went, reported by {@link Lease#responded} and {@link LoadBalancer#endRequest}. The
 * kinds are those that Envoy's outlier detection distinguishes: errors that the server returned,
 * and errors on the way to it.
 */
public enum Outcome {
  /** There is a response, and it does not blame the server; a 404 is one. */
  SUCCESS(false),

  /** The server responded that it failed: a 5xx status. */
  SERVER_ERROR(true),

  /**
   * No connection was established: refused, unreachable, too slow, or no TLS session. Nothing was
   * sent.
   */
  CONNECT_FAILURE(true),

  /** The connection broke before the response was complete: reset, closed, or garbled. */
  CONNECTION_FAILURE(true),

  /** The response did not come in time. */
  TIMEOUT(true),

  /**
   * The caller lost interest, or nothing was sent to the endpoint after all. Says nothing about the
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
