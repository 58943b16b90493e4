/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.load;

import io.github.evenkeel.internal.host.HostStats;

/** The requests in flight and the one to be sent, over the share of requests that succeed. */
public final class InFlightLoad implements HostLoad {
  /** So that a load stays a number that one more request still changes (trap 2). */
  private static final double LEAST_SUCCESS = 0.001;

  @Override
  public double of(HostStats stats, double perWeight, double lead, long now) {
    return requests(stats, perWeight, lead, now);
  }

  static double requests(HostStats stats, double perWeight, double lead, long now) {
    double success = Math.max(1 - stats.failureShare(now), LEAST_SUCCESS);
    return (1 + stats.inFlight() * perWeight + lead) / success;
  }
}
