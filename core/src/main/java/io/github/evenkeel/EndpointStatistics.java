/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import io.github.evenkeel.internal.option.Check;
import io.github.evenkeel.internal.option.Durations;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one endpoint has served, as this client sees it. The numbers are read one after the other
 * while requests go on, so they may be a request apart. Further numbers may be added.
 *
 * <p>Immutable. Two are equal if all their numbers are.
 */
public final class EndpointStatistics {
  private final Endpoint endpoint;
  private final boolean draining;
  private final boolean ejected;
  private final boolean unhealthy;
  private final int inFlight;
  private final long succeeded;
  private final long failed;
  private final long canceled;
  private final Duration totalLatency;

  private EndpointStatistics(Builder builder) {
    this.endpoint = builder.endpoint;
    this.draining = builder.draining;
    this.ejected = builder.ejected;
    this.unhealthy = builder.unhealthy;
    this.inFlight = builder.inFlight;
    this.succeeded = builder.succeeded;
    this.failed = builder.failed;
    this.canceled = builder.canceled;
    this.totalLatency = builder.totalLatency;
  }

  /** Returns a builder of the statistics of an endpoint that has served nothing. */
  public static Builder builder(Endpoint endpoint) {
    return new Builder(endpoint);
  }

  /** The endpoint. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /**
   * Whether it gets no requests at present and only finishes what it had begun: because it was
   * removed, or is back and being prepared.
   */
  public boolean isDraining() {
    return draining;
  }

  /**
   * Whether it is ejected by {@link OutlierDetection}, so that it gets no requests unless too few
   * endpoints are healthy.
   */
  public boolean isEjected() {
    return ejected;
  }

  /**
   * Whether it fails its {@linkplain HealthCheck health checks}, so that it gets no requests unless
   * too few endpoints are healthy.
   */
  public boolean isUnhealthy() {
    return unhealthy;
  }

  /** Requests begun and not yet ended; never negative. */
  public int inFlight() {
    return inFlight;
  }

  /** Requests that ended in {@link Outcome#SUCCESS}. */
  public long succeeded() {
    return succeeded;
  }

  /** Requests that ended in a {@linkplain Outcome#isFailure() failure}. */
  public long failed() {
    return failed;
  }

  /** Requests that ended in {@link Outcome#CANCELED}. */
  public long canceled() {
    return canceled;
  }

  /** The time that the succeeded and failed requests took, from begin to end, added up. */
  public Duration totalLatency() {
    return totalLatency;
  }

  private List<Object> values() {
    return List.of(
        endpoint,
        draining,
        ejected,
        unhealthy,
        inFlight,
        succeeded,
        failed,
        canceled,
        totalLatency);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EndpointStatistics that && values().equals(that.values());
  }

  @Override
  public int hashCode() {
    return values().hashCode();
  }

  @Override
  public String toString() {
    return "EndpointStatistics["
        + endpoint
        + (draining ? ", draining" : "")
        + (ejected ? ", ejected" : "")
        + (unhealthy ? ", unhealthy" : "")
        + ", inFlight="
        + inFlight
        + ", succeeded="
        + succeeded
        + ", failed="
        + failed
        + ", canceled="
        + canceled
        + ", totalLatency="
        + Durations.text(totalLatency)
        + "]";
  }

  /**
   * Builds {@link EndpointStatistics}, as a load balancer does, or the test of what reads them. For
   * one thread.
   */
  public static final class Builder {
    private final Endpoint endpoint;
    private boolean draining;
    private boolean ejected;
    private boolean unhealthy;
    private int inFlight;
    private long succeeded;
    private long failed;
    private long canceled;
    private Duration totalLatency = Duration.ZERO;

    private Builder(Endpoint endpoint) {
      this.endpoint = Check.notNull(endpoint, "endpoint", "an Endpoint");
    }

    /** Whether it gets no requests at present; false by default. */
    public Builder draining(boolean draining) {
      this.draining = draining;
      return this;
    }

    /** Whether it is ejected by outlier detection; false by default. */
    public Builder ejected(boolean ejected) {
      this.ejected = ejected;
      return this;
    }

    /** Whether it fails its health checks; false by default. */
    public Builder unhealthy(boolean unhealthy) {
      this.unhealthy = unhealthy;
      return this;
    }

    /**
     * Requests begun and not yet ended; 0 by default.
     *
     * @throws IllegalArgumentException if negative
     */
    public Builder inFlight(int inFlight) {
      this.inFlight = Check.atLeast(0, inFlight, "inFlight");
      return this;
    }

    /**
     * Requests that ended in success; 0 by default.
     *
     * @throws IllegalArgumentException if negative
     */
    public Builder succeeded(long succeeded) {
      this.succeeded = Check.atLeast(0, succeeded, "succeeded");
      return this;
    }

    /**
     * Requests that ended in failure; 0 by default.
     *
     * @throws IllegalArgumentException if negative
     */
    public Builder failed(long failed) {
      this.failed = Check.atLeast(0, failed, "failed");
      return this;
    }

    /**
     * Requests that were canceled; 0 by default.
     *
     * @throws IllegalArgumentException if negative
     */
    public Builder canceled(long canceled) {
      this.canceled = Check.atLeast(0, canceled, "canceled");
      return this;
    }

    /** The time that the succeeded and failed requests took; zero by default. */
    public Builder totalLatency(Duration totalLatency) {
      this.totalLatency = Check.notNull(totalLatency, "totalLatency", "a Duration");
      return this;
    }

    /** Returns the statistics. */
    public EndpointStatistics build() {
      return new EndpointStatistics(this);
    }
  }
}
