/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

/**
 * How a request went, reported by {@link Lease#responded} and {@link LoadBalancer#endRequest}. The
 * kinds are those that outlier detection distinguishes, as Envoy's does: errors that the server
 * returned, errors of a gateway before it, and errors on the way.
 */
public enum Outcome {
  /** There is a response, and it does not blame the server; a 404 is one. */
  SUCCESS(false),

  /** The server responded that it failed: a 5xx status, except those of {@link #GATEWAY_ERROR}. */
  SERVER_ERROR(true),

  /**
   * The server, or a gateway before it, responded that the service is not available: a status of
   * 502, 503 or 504.
   */
  GATEWAY_ERROR(true),

  /**
   * The server refused the request because it gets too many: a status of 429. A failure, because
   * the request was not served: were it none, a server that refuses at once would look fast and
   * idle, and attract requests. But it does not mean that the server is broken, so that {@linkplain
   * OutlierDetection outlier detection} never counts it as a consecutive failure.
   */
  THROTTLED(true),

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

  /** Whether the endpoint, or the way to it, is why the request was not served. */
  public boolean isFailure() {
    return failure;
  }
}
