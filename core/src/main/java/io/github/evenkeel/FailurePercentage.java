/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import io.github.evenkeel.internal.option.Check;

/**
 * When the share of failures of an endpoint makes it an outlier: if it reaches a threshold,
 * whatever the other endpoints do. {@linkplain Outcome#THROTTLED Throttled} requests count as
 * requests, but not as failures: if all endpoints get too many requests, it would be wrong to leave
 * the load to fewer. Immutable.
 */
public final class FailurePercentage {
  private static final FailurePercentage DEFAULTS = new FailurePercentage(85, 5, 50);

  private final double threshold;
  private final int minimumHosts;
  private final int requestVolume;

  private FailurePercentage(double threshold, int minimumHosts, int requestVolume) {
    this.threshold = threshold;
    this.minimumHosts = minimumHosts;
    this.requestVolume = requestVolume;
  }

  /** 85 percent of at least 50 requests, in a service of at least 5 endpoints. */
  public static FailurePercentage defaults() {
    return DEFAULTS;
  }

  /**
   * Returns a copy with this threshold.
   *
   * @param percent from 1 to 100
   * @throws IllegalArgumentException if out of range
   */
  public FailurePercentage withThreshold(double percent) {
    return new FailurePercentage(
        Check.percent(1, 100, percent, "threshold of failure percentage"),
        minimumHosts,
        requestVolume);
  }

  /**
   * Returns a copy for services of at least so many endpoints; with fewer, there are no outliers.
   *
   * @param minimumHosts 1 or more
   * @throws IllegalArgumentException if out of range
   */
  public FailurePercentage withMinimumHosts(int minimumHosts) {
    return new FailurePercentage(
        threshold,
        Check.atLeast(1, minimumHosts, "minimumHosts of failure percentage"),
        requestVolume);
  }

  /**
   * Returns a copy with this minimum of requests in an interval; an endpoint with fewer is not
   * looked at.
   *
   * @param requestVolume 1 or more
   * @throws IllegalArgumentException if out of range
   */
  public FailurePercentage withRequestVolume(int requestVolume) {
    return new FailurePercentage(
        threshold,
        minimumHosts,
        Check.atLeast(1, requestVolume, "requestVolume of failure percentage"));
  }

  /** The share of failures that makes an endpoint an outlier, in percent. */
  public double threshold() {
    return threshold;
  }

  /** How many endpoints there have to be. */
  public int minimumHosts() {
    return minimumHosts;
  }

  /** How many requests of an interval are enough. */
  public int requestVolume() {
    return requestVolume;
  }
}
