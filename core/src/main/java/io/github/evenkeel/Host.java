/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

/**
 * An endpoint together with what this client knows of it. Immutable but for its gauge, which every
 * thread that begins or ends a request writes, atomically.
 */
final class Host {
  private final Endpoint endpoint;
  private final Gauge gauge;

  Host(Endpoint endpoint, Gauge gauge) {
    this.endpoint = endpoint;
    this.gauge = gauge;
  }

  /** The same host, described anew: its gauge goes on. */
  Host with(Endpoint endpoint) {
    return endpoint.equals(this.endpoint) ? this : new Host(endpoint, gauge);
  }

  Endpoint endpoint() {
    return endpoint;
  }

  EndpointId id() {
    return endpoint.id();
  }

  Gauge gauge() {
    return gauge;
  }

  /** Counts one more request in flight, and returns this. */
  Host begin(long now) {
    gauge.begin(now);
    return this;
  }

  void end(long began, long now, Outcome outcome) {
    gauge.end(began, now, outcome);
    gauge.add(outcome, now - began);
  }

  EndpointStatistics statistics(boolean draining) {
    return gauge.statistics(endpoint, draining, gauge.inFlight());
  }

  @Override
  public String toString() {
    return endpoint.toString();
  }
}
