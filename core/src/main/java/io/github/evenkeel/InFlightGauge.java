/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

/** Takes the number of requests in flight for the load. How it is counted is up to subclasses. */
abstract class InFlightGauge extends Gauge {

  @Override
  final double load(long now) {
    double failing = failing(now);
    return failing == 0 ? 1 + inFlight() : (1 + inFlight()) / (1 - failing);
  }

  @Override
  final double load(double stride, double lead, long now) {
    double failing = failing(now);
    double load = 1 + inFlight() * stride + lead;
    return failing == 0 ? load : load / (1 - failing);
  }
}
