/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.observe;

import io.github.evenkeel.internal.option.Check;

/**
 * Panic begins or is over. In panic, endpoints that are ejected or fail their health checks are
 * used like the others.
 *
 * @param service the name of the service
 * @param on whether it begins
 * @param healthy how many endpoints are healthy: neither ejected nor half-open, nor failing their
 *     health checks
 * @param endpoints how many endpoints there are
 * @param threshold the share of healthy endpoints, in percent, below which there is panic
 */
public record PanicEvent(String service, boolean on, int healthy, int endpoints, double threshold) {

  /** Checks the values. */
  public PanicEvent {
    Check.notNull(service, "service", "the name of a service");
  }
}
