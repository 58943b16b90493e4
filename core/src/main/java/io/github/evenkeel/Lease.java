/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

/**
 * A request's stay on an endpoint, from {@link LoadBalancer#beginRequest} to {@link
 * LoadBalancer#endRequest}. While it lasts, the endpoint counts one more request in flight.
 */
public interface Lease {

  /** The endpoint that was picked. */
  Endpoint endpoint();
}
