/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.observe;

import io.github.evenkeel.ConcurrencyLimit;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.Outcome;
import io.github.evenkeel.internal.option.Check;
import java.time.Duration;

/**
 * The {@linkplain ConcurrencyLimit#adaptive adaptive limit} of an endpoint has changed.
 *
 * @param service the service's name
 * @param endpoint the endpoint
 * @param before the limit before, in concurrent requests; the one of the event before, if there was
 *     one
 * @param after the limit when the change was reported
 * @param outcome that of the request that changed the limit last: {@link Outcome#SUCCESS} if the
 *     limit grew because it was in use, or if it shrank because the response was slow; otherwise
 *     the failure by which it shrank
 * @param responseTime the response time of that request
 */
public record LimitChangeEvent(
    String service,
    Endpoint endpoint,
    int before,
    int after,
    Outcome outcome,
    Duration responseTime) {

  /** Checks the values. */
  public LimitChangeEvent {
    Check.notNull(service, "service", "the name of a service");
    Check.notNull(endpoint, "endpoint", "an Endpoint");
    Check.notNull(outcome, "outcome", "an Outcome");
    Check.notNull(responseTime, "responseTime", "a Duration");
  }
}
