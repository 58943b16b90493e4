/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import io.github.evenkeel.NoEndpointAvailableException;

/** What happens to a request to a service that has no endpoint. */
public enum NoEndpointsPolicy {
  /**
   * The request fails at once with a {@link NoEndpointAvailableException}, unless the client's
   * {@code Cache} has a fresh response.
   */
  FAIL,

  /** The request goes where its URL says, which on Kubernetes is the Service's virtual IP. */
  USE_SERVICE_URL
}
