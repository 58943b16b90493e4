/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An endpoint together with what this client knows of it. The counters are written by every thread
 * that begins or ends a request and read by every thread that picks; they are atomic.
 */
final class Host {
  private final Endpoint endpoint;
  private final Counters counters;

  Host(Endpoint endpoint) {
    this(endpoint, new Counters());
  }

  private Host(Endpoint endpoint, Counters counters) {
    this.endpoint = endpoint;
    this.counters = counters;
  }

  /** The same host, described anew: the counters go on. */
  Host with(Endpoint endpoint) {
    return endpoint.equals(this.endpoint) ? this : new Host(endpoint, counters);
  }

  Endpoint endpoint() {
    return endpoint;
  }

  int inFlight() {
    return counters.inFlight.get();
  }

  void begin() {
    counters.inFlight.incrementAndGet();
  }

  void end(Outcome outcome, long latencyNanos) {
    counters.inFlight.decrementAndGet();
    if (outcome == Outcome.CANCELED) {
      counters.canceled.incrementAndGet();
      return;
    }
    (outcome.isFailure() ? counters.failed : counters.succeeded).incrementAndGet();
    counters.latencyNanos.addAndGet(latencyNanos);
  }

  EndpointStatistics statistics(boolean draining) {
    return new EndpointStatistics(
        endpoint,
        draining,
        counters.inFlight.get(),
        counters.succeeded.get(),
        counters.failed.get(),
        counters.canceled.get(),
        Duration.ofNanos(counters.latencyNanos.get()));
  }

  @Override
  public String toString() {
    return endpoint.toString();
  }

  private static final class Counters {
    final AtomicInteger inFlight = new AtomicInteger();
    final AtomicLong succeeded = new AtomicLong();
    final AtomicLong failed = new AtomicLong();
    final AtomicLong canceled = new AtomicLong();
    final AtomicLong latencyNanos = new AtomicLong();
  }
}
