/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import io.github.evenkeel.internal.option.Check;
import io.github.evenkeel.internal.option.Durations;
import java.time.Duration;

/**
 * When endpoints are checked, and what follows: active health checking, beside the requests. {@code
 * rise} and {@code fall}, and their defaults, are HAProxy's; the jitter is Envoy's {@code
 * interval_jitter_percent}. A {@link HealthProbe} makes the check itself. Immutable.
 *
 * <p>An endpoint that is new takes requests at once. Its first check decides: if it fails, the
 * endpoint gets no further requests, as with HAProxy's {@code init-state up}. From then on it takes
 * {@code fall} failed checks in a row to take an endpoint out, and {@code rise} passed ones to
 * bring it back. As long as no check of any endpoint of the load balancer has ever passed, none is
 * taken out: what is wrong may be the check.
 *
 * <p>If too few endpoints are healthy, all are used: see {@link
 * OutlierDetection.Builder#panicThreshold}, whose default applies if there is no outlier detection.
 */
public final class HealthCheck {
  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);
  private static final double MAX_JITTER_PERCENT = 50;

  private final Duration interval;
  private final double jitterPercent;
  private final Duration timeout;
  private final int rise;
  private final int fall;

  private HealthCheck(Builder builder) {
    this.interval = builder.interval;
    this.jitterPercent = builder.jitterPercent;
    this.timeout = builder.timeout;
    this.rise = builder.rise;
    this.fall = builder.fall;
  }

  /** Returns health checking with all defaults. */
  public static HealthCheck defaults() {
    return builder().build();
  }

  /** Returns a builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** How long after the end of a check of an endpoint the next begins, on average. */
  public Duration interval() {
    return interval;
  }

  /** By how much the interval varies, in percent. */
  public double jitterPercent() {
    return jitterPercent;
  }

  /** How long a check may take. */
  public Duration timeout() {
    return timeout;
  }

  /** How many checks in a row must pass before an endpoint is healthy again. */
  public int rise() {
    return rise;
  }

  /** How many checks in a row must fail before an endpoint is no longer healthy. */
  public int fall() {
    return fall;
  }

  @Override
  public String toString() {
    return "HealthCheck[interval="
        + Durations.text(interval)
        + ", jitterPercent="
        + Check.plain(jitterPercent, 0)
        + ", timeout="
        + Durations.text(timeout)
        + ", rise="
        + rise
        + ", fall="
        + fall
        + "]";
  }

  /** Builds a {@link HealthCheck}. For one thread. */
  public static final class Builder {
    private Duration interval = Duration.ofSeconds(5);
    private double jitterPercent = 10;
    private Duration timeout = Duration.ofSeconds(1);
    private int rise = 2;
    private int fall = 3;

    private Builder() {}

    /**
     * How long after the end of a check of an endpoint the next begins, on average; 5 s by default.
     *
     * @param interval from 10 ms to 1 day
     * @throws IllegalArgumentException if out of range
     */
    public Builder interval(Duration interval) {
      this.interval = Check.within(SHORTEST, LONGEST, interval, "interval of health checks");
      return this;
    }

    /**
     * By how much the interval varies, so that the checks of many clients, or of many endpoints, do
     * not come at once; 10 percent by default. Each wait is drawn evenly from the interval less so
     * much to the interval and so much. The first check of an endpoint comes within so much of an
     * interval.
     *
     * @param percent 0, or from 1 to 50
     * @throws IllegalArgumentException if out of range
     */
    public Builder jitterPercent(double percent) {
      this.jitterPercent =
          Check.percent(0, MAX_JITTER_PERCENT, percent, "jitterPercent of health checks");
      return this;
    }

    /**
     * How long a check may take before it has failed; 1 s by default.
     *
     * @param timeout from 10 ms to 10 min
     * @throws IllegalArgumentException if out of range
     */
    public Builder timeout(Duration timeout) {
      this.timeout = Check.within(SHORTEST, LONGEST_TIMEOUT, timeout, "timeout of health checks");
      return this;
    }

    /**
     * How many checks in a row must pass before an endpoint that has failed is healthy again; 2 by
     * default. Envoy's {@code healthy_threshold}.
     *
     * @param checks 1 or more
     * @throws IllegalArgumentException if out of range
     */
    public Builder rise(int checks) {
      this.rise = inARow(checks, "rise", "1 brings an endpoint back with the first that passes");
      return this;
    }

    /**
     * How many checks in a row must fail before an endpoint that has passed is no longer healthy; 3
     * by default. Envoy's {@code unhealthy_threshold}.
     *
     * @param checks 1 or more
     * @throws IllegalArgumentException if out of range
     */
    public Builder fall(int checks) {
      this.fall = inARow(checks, "fall", "1 takes an endpoint out with the first that fails");
      return this;
    }

    private static int inARow(int checks, String option, String remedy) {
      if (checks < 1) {
        throw new IllegalArgumentException(
            option + " of health checks must be at least 1, but was " + checks + "; " + remedy);
      }
      return checks;
    }

    /** Returns the health checking. */
    public HealthCheck build() {
      return new HealthCheck(this);
    }
  }
}
