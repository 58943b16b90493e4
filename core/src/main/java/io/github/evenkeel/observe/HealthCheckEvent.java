/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.observe;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.internal.option.Check;

/**
 * Health checks have changed something, or are of no use.
 *
 * @param service the name of the service
 * @param endpoint the endpoint that was checked last
 * @param change what it is
 * @param checks how many checks of the endpoint in a row said so
 * @param reason what the last of them found, in a few words
 */
public record HealthCheckEvent(
    String service, Endpoint endpoint, Change change, int checks, String reason) {

  /** What health checks have changed. */
  public enum Change {
    /** The endpoint failed, and gets no requests until it passes. */
    UNHEALTHY,

    /** The endpoint passed, and takes its share of the requests again. */
    HEALTHY,

    /**
     * No check of any endpoint has ever passed, so that they take no endpoint out: most likely the
     * check is wrong. Reported once by each load balancer.
     */
    NEVER_PASSED
  }

  /** Checks the values. */
  public HealthCheckEvent {
    Check.notNull(service, "service", "the name of a service");
    Check.notNull(endpoint, "endpoint", "an Endpoint");
    Check.notNull(change, "change", "a Change");
    Check.notNull(reason, "reason", "a few words");
  }
}
