/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;

/**
 * An endpoint together with what this client knows of it. Immutable but for its gauge and its
 * tally, which are written by every thread that begins or ends a request; they are atomic.
 */
final class Host {
  private final Endpoint endpoint;
  private final Gauge gauge;
  private final Tally tally;

  Host(Endpoint endpoint, Gauge gauge) {
    this(endpoint, gauge, new Tally());
  }

  private Host(Endpoint endpoint, Gauge gauge, Tally tally) {
    this.endpoint = endpoint;
    this.gauge = gauge;
    this.tally = tally;
  }

  /** The same host, described anew: gauge and tally go on. */
  Host with(Endpoint endpoint) {
    return endpoint.equals(this.endpoint) ? this : new Host(endpoint, gauge, tally);
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
    tally.add(outcome, now - began);
  }

  EndpointStatistics statistics(boolean draining) {
    return new EndpointStatistics(
        endpoint,
        draining,
        gauge.inFlight(),
        tally.succeeded,
        tally.failed,
        tally.canceled,
        Duration.ofNanos(tally.latencyNanos));
  }

  @Override
  public String toString() {
    return endpoint.toString();
  }

  /** What has ended. */
  private static final class Tally {
    private static final VarHandle SUCCEEDED = counter("succeeded");
    private static final VarHandle FAILED = counter("failed");
    private static final VarHandle CANCELED = counter("canceled");
    private static final VarHandle LATENCY_NANOS = counter("latencyNanos");

    volatile long succeeded;
    volatile long failed;
    volatile long canceled;
    volatile long latencyNanos;

    private static VarHandle counter(String name) {
      return Fields.handle(MethodHandles.lookup(), name, long.class);
    }

    void add(Outcome outcome, long nanos) {
      if (outcome == Outcome.CANCELED) {
        CANCELED.getAndAdd(this, 1L);
        return;
      }
      if (outcome.isFailure()) {
        FAILED.getAndAdd(this, 1L);
      } else {
        SUCCEEDED.getAndAdd(this, 1L);
      }
      LATENCY_NANOS.getAndAdd(this, nanos);
    }
  }
}
