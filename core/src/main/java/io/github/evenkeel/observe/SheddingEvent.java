/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.observe;

import io.github.evenkeel.internal.option.Check;

/**
 * Another share of requests than before is admitted, because few endpoints are healthy and there is
 * no panic.
 *
 * @param service the name of the service
 * @param admittedPercent the share of requests that are admitted, in percent; 100 when it is over
 * @param healthy how many endpoints are healthy: neither ejected nor half-open, nor failing their
 *     health checks
 * @param endpoints how many endpoints there are
 */
public record SheddingEvent(String service, double admittedPercent, int healthy, int endpoints) {

  /** Checks the values. */
  public SheddingEvent {
    Check.notNull(service, "service", "the name of a service");
  }
}
