/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.observe;

import io.github.evenkeel.Locality;
import io.github.evenkeel.internal.option.Check;

/**
 * The share of the requests that stays in the caller's {@linkplain Locality zone} has changed,
 * because endpoints or callers have.
 *
 * @param service the service's name
 * @param zone the caller's zone
 * @param before the share before, in percent; 0 at first
 * @param after the share from now on, in percent
 * @param endpointsInZone how many endpoints of the zone take requests
 * @param endpoints how many endpoints of all zones take requests
 * @param panic whether zones are left out of account, because too few of the zone's endpoints are
 *     healthy
 */
public record LocalityEvent(
    String service,
    String zone,
    double before,
    double after,
    int endpointsInZone,
    int endpoints,
    boolean panic) {

  /** Checks the values. */
  public LocalityEvent {
    Check.notNull(service, "service", "the name of a service");
    Check.notNull(zone, "zone", "the name of a zone");
  }
}
