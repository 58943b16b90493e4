/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.observe;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.internal.option.Check;

/**
 * An endpoint that was ejected takes its share of the requests again.
 *
 * @param service the name of the service
 * @param endpoint the endpoint
 */
public record ReturnEvent(String service, Endpoint endpoint) {

  /** Checks the values. */
  public ReturnEvent {
    Check.notNull(service, "service", "the name of a service");
    Check.notNull(endpoint, "endpoint", "an Endpoint");
  }
}
