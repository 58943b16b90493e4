/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import io.github.evenkeel.internal.option.Check;

/**
 * When the success rate of an endpoint makes it an outlier: if it is below {@code mean -
 * stdevFactor * stdev}, where mean and standard deviation are those of the success rates of all
 * endpoints with enough requests in the last interval. All failures count, {@linkplain
 * Outcome#THROTTLED throttled} requests included.
 *
 * <p>An endpoint below 15 percent is an outlier, too, if it is below the mean. Otherwise, two of
 * five endpoints that always fail would make the deviation so large that the threshold is negative.
 * Immutable.
 */
public final class SuccessRate {
  private static final SuccessRate DEFAULTS = new SuccessRate(5, 100, 1.9);

  private final int minimumHosts;
  private final int requestVolume;
  private final double stdevFactor;

  private SuccessRate(int minimumHosts, int requestVolume, double stdevFactor) {
    this.minimumHosts = minimumHosts;
    this.requestVolume = requestVolume;
    this.stdevFactor = stdevFactor;
  }

  /** At least 5 endpoints with 100 requests each, and a factor of 1.9. */
  public static SuccessRate defaults() {
    return DEFAULTS;
  }

  /**
   * Returns a copy with this minimum of endpoints that have enough requests; with fewer, there are
   * no outliers. Of n endpoints, a single one cannot be further from the mean than by {@code sqrt(n
   * - 1)} standard deviations.
   *
   * @param minimumHosts 2 or more
   * @throws IllegalArgumentException if out of range
   */
  public SuccessRate withMinimumHosts(int minimumHosts) {
    return new SuccessRate(
        Check.atLeast(2, minimumHosts, "minimumHosts of success rate"), requestVolume, stdevFactor);
  }

  /**
   * Returns a copy with this minimum of requests in an interval; an endpoint with fewer is not
   * looked at.
   *
   * @param requestVolume 1 or more
   * @throws IllegalArgumentException if out of range
   */
  public SuccessRate withRequestVolume(int requestVolume) {
    return new SuccessRate(
        minimumHosts,
        Check.atLeast(1, requestVolume, "requestVolume of success rate"),
        stdevFactor);
  }

  /**
   * Returns a copy by which an endpoint may be below the mean by this many standard deviations.
   *
   * @param stdevFactor from 0.1 to 100; not times 1000, as it is in Envoy
   * @throws IllegalArgumentException if out of range
   */
  public SuccessRate withStdevFactor(double stdevFactor) {
    return new SuccessRate(
        minimumHosts,
        requestVolume,
        Check.within(0.1, 100, stdevFactor, "stdevFactor of success rate"));
  }

  /** How many endpoints with enough requests there have to be. */
  public int minimumHosts() {
    return minimumHosts;
  }

  /** How many requests of an interval are enough. */
  public int requestVolume() {
    return requestVolume;
  }

  /** How many standard deviations an endpoint may be below the mean. */
  public double stdevFactor() {
    return stdevFactor;
  }
}
