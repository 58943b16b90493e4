/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import io.github.evenkeel.internal.option.Check;

/**
 * When the response times of an endpoint make it an outlier: if their median of the last interval
 * is above {@code factor} times the median of the medians of all endpoints. A response time is the
 * time until the response begins, known to an eighth. Of failures, timeouts count, as the time that
 * was waited in vain; others say nothing about how long responses take. Immutable.
 *
 * <p>Neither Envoy nor gRPC has this. The default algorithm leaves slow endpoints by itself; an
 * ejection is for algorithms that do not look at response times, such as round robin.
 */
public final class MedianLatency {
  private final double factor;
  private final int minimumHosts;
  private final int requestVolume;

  private MedianLatency(double factor, int minimumHosts, int requestVolume) {
    this.factor = factor;
    this.minimumHosts = minimumHosts;
    this.requestVolume = requestVolume;
  }

  /**
   * Above {@code factor} times the median of at least 3 endpoints with 50 requests each.
   *
   * @param factor from 1.5 to 1000
   * @throws IllegalArgumentException if out of range
   */
  public static MedianLatency above(double factor) {
    return new MedianLatency(
        Check.within(1.5, 1000, factor, "factor of median latency"), /* minimumHosts= */ 3, 50);
  }

  /**
   * Returns a copy with this minimum of endpoints that have enough requests; with fewer, there are
   * no outliers.
   *
   * @param minimumHosts 2 or more
   * @throws IllegalArgumentException if out of range
   */
  public MedianLatency withMinimumHosts(int minimumHosts) {
    return new MedianLatency(
        factor, Check.atLeast(2, minimumHosts, "minimumHosts of median latency"), requestVolume);
  }

  /**
   * Returns a copy with this minimum of requests in an interval; an endpoint with fewer is not
   * looked at.
   *
   * @param requestVolume 1 or more
   * @throws IllegalArgumentException if out of range
   */
  public MedianLatency withRequestVolume(int requestVolume) {
    return new MedianLatency(
        factor, minimumHosts, Check.atLeast(1, requestVolume, "requestVolume of median latency"));
  }

  /** How many times the median of all endpoints the median of one may be. */
  public double factor() {
    return factor;
  }

  /** How many endpoints with enough requests there have to be. */
  public int minimumHosts() {
    return minimumHosts;
  }

  /** How many requests of an interval are enough. */
  public int requestVolume() {
    return requestVolume;
  }
}
