/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.observe;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.internal.option.Check;

/**
 * The ejection time of an endpoint is over.
 *
 * @param service the name of the service
 * @param endpoint the endpoint
 */
public record HalfOpenEvent(String service, Endpoint endpoint) {

  /** Checks the values. */
  public HalfOpenEvent {
    Check.notNull(service, "service", "the name of a service");
    Check.notNull(endpoint, "endpoint", "an Endpoint");
  }
}
