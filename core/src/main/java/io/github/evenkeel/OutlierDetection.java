/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import io.github.evenkeel.internal.option.Check;
import io.github.evenkeel.internal.option.Durations;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ejects endpoints whose requests go worse than they should: passive health checking, by the
 * requests that are sent anyway. An ejected endpoint gets no requests until its ejection time is
 * over. Then it is <em>half-open</em>: it gets one request at a time until {@value
 * #HALF_OPEN_SUCCESSES} have succeeded. Immutable.
 *
 * <p>Names and defaults are those of Envoy's outlier detection, which gRPC has adopted (A50). Where
 * the behaviour differs, {@code docs/outlier-detection.md} says so and why.
 */
public final class OutlierDetection {
  /** How many requests have to succeed before an endpoint is no longer half-open. */
  public static final int HALF_OPEN_SUCCESSES = 3;

  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofDays(1);

  /** What finds outliers. Each counts for itself. */
  public enum Detector {
    /**
     * So many requests in a row failed: a 5xx response, no connection, a broken connection, or a
     * timeout. A {@linkplain Outcome#THROTTLED throttled} request neither counts nor ends the row.
     */
    CONSECUTIVE_5XX,

    /**
     * So many requests in a row failed at a gateway or on the way: a 502, 503 or 504 response, no
     * connection, a broken connection, or a timeout. A throttled request neither counts nor ends
     * the row.
     */
    CONSECUTIVE_GATEWAY_FAILURES,

    /** Fewer requests succeeded than on the other endpoints; see {@link SuccessRate}. */
    SUCCESS_RATE,

    /** Too large a share of requests failed; see {@link FailurePercentage}. */
    FAILURE_PERCENTAGE,

    /** Responses took longer than on the other endpoints; see {@link MedianLatency}. */
    MEDIAN_LATENCY,

    /**
     * A request failed, or was throttled, while its endpoint was half-open. If this is off, an
     * endpoint takes its full share as soon as its ejection time is over, as in Envoy.
     */
    HALF_OPEN
  }

  private final int consecutive5xx;
  private final int consecutiveGatewayFailures;
  private final SuccessRate successRate;
  private final FailurePercentage failurePercentage;
  private final MedianLatency medianLatency;
  private final Map<Detector, Double> enforcingPercent;
  private final Set<Detector> off;
  private final Duration interval;
  private final Duration baseEjectionTime;
  private final Duration maxEjectionTime;
  private final double maxEjectionPercent;
  private final double panicThreshold;

  private OutlierDetection(Builder builder, Duration maxEjectionTime) {
    this.consecutive5xx = builder.consecutive5xx;
    this.consecutiveGatewayFailures = builder.consecutiveGatewayFailures;
    this.successRate = builder.successRate;
    this.failurePercentage = builder.failurePercentage;
    this.medianLatency = builder.medianLatency;
    this.enforcingPercent = new EnumMap<>(builder.enforcingPercent);
    this.off = EnumSet.copyOf(builder.off);
    this.interval = builder.interval;
    this.baseEjectionTime = builder.baseEjectionTime;
    this.maxEjectionTime = maxEjectionTime;
    this.maxEjectionPercent = builder.maxEjectionPercent;
    this.panicThreshold = builder.panicThreshold;
  }

  /** Returns outlier detection with all defaults. */
  public static OutlierDetection defaults() {
    return builder().build();
  }

  /** Returns a builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** After how many failures in a row an endpoint is an outlier. */
  public int consecutive5xx() {
    return consecutive5xx;
  }

  /** After how many failures of the gateway or the way in a row an endpoint is an outlier. */
  public int consecutiveGatewayFailures() {
    return consecutiveGatewayFailures;
  }

  /** When an endpoint's success rate makes it an outlier. */
  public SuccessRate successRate() {
    return successRate;
  }

  /** When an endpoint's share of failures makes it an outlier. */
  public FailurePercentage failurePercentage() {
    return failurePercentage;
  }

  /** When an endpoint's response times make it an outlier. */
  public MedianLatency medianLatency() {
    return medianLatency;
  }

  /** Whether {@code detector} is on. */
  public boolean detects(Detector detector) {
    return !off.contains(Check.notNull(detector, "detector", "a Detector"));
  }

  /** In what share of its findings {@code detector} has endpoints ejected, in percent. */
  public double enforcingPercent(Detector detector) {
    Check.notNull(detector, "detector", "a Detector");
    return enforcingPercent.getOrDefault(detector, 100.0);
  }

  /** How often endpoints are compared, and over which time requests count. */
  public Duration interval() {
    return interval;
  }

  /** How long the first ejection lasts. */
  public Duration baseEjectionTime() {
    return baseEjectionTime;
  }

  /** How long an ejection lasts at most. */
  public Duration maxEjectionTime() {
    return maxEjectionTime;
  }

  /** What share of the endpoints may be ejected at a time, in percent. */
  public double maxEjectionPercent() {
    return maxEjectionPercent;
  }

  /** With a smaller share of healthy endpoints, in percent, all are used. */
  public double panicThreshold() {
    return panicThreshold;
  }

  /** Builds an {@link OutlierDetection}. For one thread. */
  public static final class Builder {
    private int consecutive5xx = 5;
    private int consecutiveGatewayFailures = 5;
    private SuccessRate successRate = SuccessRate.defaults();
    private FailurePercentage failurePercentage = FailurePercentage.defaults();
    private MedianLatency medianLatency = MedianLatency.above(3);
    private final Map<Detector, Double> enforcingPercent = new EnumMap<>(Detector.class);
    private final Set<Detector> off = EnumSet.of(Detector.MEDIAN_LATENCY);
    private Duration interval = Duration.ofSeconds(10);
    private Duration baseEjectionTime = Duration.ofSeconds(30);
    private @Nullable Duration maxEjectionTime;
    private double maxEjectionPercent = 10;
    private double panicThreshold = 50;

    private Builder() {}

    /**
     * After how many failures in a row, of any kind but throttling, an endpoint is an outlier; 5 by
     * default.
     *
     * @param failures 1 or more
     * @throws IllegalArgumentException if out of range
     */
    public Builder consecutive5xx(int failures) {
      this.consecutive5xx = inARow(failures, "consecutive5xx", Detector.CONSECUTIVE_5XX);
      return this;
    }

    /**
     * After how many failures in a row at a gateway or on the way an endpoint is an outlier; 5 by
     * default. Matters if it is less than {@link #consecutive5xx}, which counts these failures,
     * too.
     *
     * @param failures 1 or more
     * @throws IllegalArgumentException if out of range
     */
    public Builder consecutiveGatewayFailures(int failures) {
      this.consecutiveGatewayFailures =
          inARow(failures, "consecutiveGatewayFailures", Detector.CONSECUTIVE_GATEWAY_FAILURES);
      return this;
    }

    private int inARow(int failures, String option, Detector detector) {
      if (failures < 1) {
        throw new IllegalArgumentException(
            option
                + " of outlier detection must be at least 1, but was "
                + failures
                + "; off("
                + detector
                + ") turns it off");
      }
      off.remove(detector);
      return failures;
    }

    /** When a success rate makes an endpoint an outlier; {@link SuccessRate#defaults()}. */
    public Builder successRate(SuccessRate successRate) {
      this.successRate = Check.notNull(successRate, "successRate", "a SuccessRate");
      off.remove(Detector.SUCCESS_RATE);
      return this;
    }

    /** When a share of failures makes an endpoint an outlier; the default is that of its type. */
    public Builder failurePercentage(FailurePercentage failurePercentage) {
      this.failurePercentage =
          Check.notNull(failurePercentage, "failurePercentage", "a FailurePercentage");
      off.remove(Detector.FAILURE_PERCENTAGE);
      return this;
    }

    /** When response times make an endpoint an outlier; off by default. */
    public Builder medianLatency(MedianLatency medianLatency) {
      this.medianLatency = Check.notNull(medianLatency, "medianLatency", "a MedianLatency");
      off.remove(Detector.MEDIAN_LATENCY);
      return this;
    }

    /** Turns a detector off, which then reports nothing either. */
    public Builder off(Detector detector) {
      off.add(Check.notNull(detector, "detector", "a Detector"));
      return this;
    }

    /**
     * In what share of its findings a detector has endpoints ejected; 100 percent by default. The
     * others are only reported, so with 0 this is a dry run.
     *
     * @param percent 0, or from 1 to 100
     * @throws IllegalArgumentException if out of range
     */
    public Builder enforcing(Detector detector, double percent) {
      Check.notNull(detector, "detector", "a Detector");
      enforcingPercent.put(
          detector,
          Check.percent(0, 100, percent, "enforcing of outlier detection for " + detector));
      return this;
    }

    /**
     * How often endpoints are compared, and over which time requests count; 10 s by default. Does
     * not concern the consecutive failures, which are acted on at once.
     *
     * @param interval from 100 ms to 1 day
     * @throws IllegalArgumentException if out of range
     */
    public Builder interval(Duration interval) {
      this.interval =
          Check.within(SHORTEST_INTERVAL, LONGEST, interval, "interval of outlier detection");
      return this;
    }

    /**
     * How long the first ejection of an endpoint lasts; 30 s by default. The next lasts twice as
     * long, and so on. For each interval that an endpoint then behaves, one is taken back.
     *
     * @param time above 0, at most 1 day
     * @throws IllegalArgumentException if out of range
     */
    public Builder baseEjectionTime(Duration time) {
      this.baseEjectionTime =
          Check.positive(LONGEST, time, "baseEjectionTime of outlier detection");
      return this;
    }

    /**
     * How long an ejection lasts at most; 300 s by default, or the base ejection time if that is
     * longer.
     *
     * @param time above 0, at most 1 day; not less than the base ejection time
     * @throws IllegalArgumentException if out of range
     */
    public Builder maxEjectionTime(Duration time) {
      this.maxEjectionTime = Check.positive(LONGEST, time, "maxEjectionTime of outlier detection");
      return this;
    }

    /**
     * What share of the endpoints may be ejected at a time; 10 percent by default. One may be
     * ejected however few there are, and all but one at most: a service's only endpoint is never
     * ejected.
     *
     * @param percent from 1 to 100
     * @throws IllegalArgumentException if out of range
     */
    public Builder maxEjectionPercent(double percent) {
      if (percent == 0) {
        throw new IllegalArgumentException(
            "maxEjectionPercent of outlier detection must be in percent, from 1 to 100, but was 0;"
                + " enforcing(detector, 0) reports outliers without ejecting them");
      }
      this.maxEjectionPercent =
          Check.percent(1, 100, percent, "maxEjectionPercent of outlier detection");
      return this;
    }

    /**
     * If fewer endpoints than this are healthy, which is neither ejected nor half-open nor failing
     * their {@linkplain HealthCheck health checks}, all are used, since those few could not bear
     * the load; 50 percent by default. With 0, ejected endpoints are never used. Instead, while
     * fewer than half of the endpoints are healthy, requests are admitted in proportion to those
     * that are, and the others fail with {@link NoEndpointAvailableException}.
     *
     * @param percent 0, or from 1 to 100
     * @throws IllegalArgumentException if out of range
     */
    public Builder panicThreshold(double percent) {
      this.panicThreshold = Check.percent(0, 100, percent, "panicThreshold of outlier detection");
      return this;
    }

    /**
     * Returns the outlier detection.
     *
     * @throws IllegalArgumentException if the maximum ejection time is less than the base
     */
    public OutlierDetection build() {
      Duration longest =
          maxEjectionTime == null
              ? longer(Duration.ofMinutes(5), baseEjectionTime)
              : maxEjectionTime;
      if (longest.compareTo(baseEjectionTime) < 0) {
        throw new IllegalArgumentException(
            "maxEjectionTime of outlier detection must be at least baseEjectionTime, which is "
                + Durations.text(baseEjectionTime)
                + ", but was "
                + Durations.text(longest)
                + "; raise it, or lower baseEjectionTime");
      }
      return new OutlierDetection(this, longest);
    }

    private static Duration longer(Duration one, Duration other) {
      return one.compareTo(other) > 0 ? one : other;
    }
  }
}
