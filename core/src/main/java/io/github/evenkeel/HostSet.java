/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The hosts that a request may be sent to, at least one, in a fixed order, each with the weight it
 * has for now. Weights are scaled to 1 on average. Immutable.
 */
final class HostSet {
  private final Host[] hosts;

  /** The hosts' gauges, which comparisons of loads fetch from memory without the hosts. */
  private final Gauge[] gauges;

  private final double[] weights;
  private final double[] strides;
  private final boolean weighted;

  /**
   * Makes a set.
   *
   * @param weights as many, each finite and above 0, in any scale
   */
  HostSet(Host[] hosts, double[] weights) {
    double highest = Arrays.stream(weights).max().orElseThrow();
    // Divided by the highest first, or the sum of large ones would be infinite. Sorted, or it would
    // depend on their order in its last digit, and clients that learnt of the hosts in different
    // orders would not quite agree where a key belongs.
    double average =
        Arrays.stream(weights).map(weight -> weight / highest).sorted().average().orElseThrow();
    this.hosts = hosts;
    this.gauges = Arrays.stream(hosts).map(Host::gauge).toArray(Gauge[]::new);
    this.weights =
        Arrays.stream(weights)
            .map(weight -> Math.max(weight / highest / average, Double.MIN_NORMAL))
            .toArray();
    this.strides = Arrays.stream(this.weights).map(weight -> 1 / weight).toArray();
    this.weighted = Arrays.stream(weights).anyMatch(weight -> weight != highest);
  }

  int size() {
    return hosts.length;
  }

  Host get(int index) {
    return hosts[index];
  }

  Gauge gauge(int index) {
    return gauges[index];
  }

  double weight(int index) {
    return weights[index];
  }

  /**
   * 1/weight: what a request on this host counts in its load, and how far its turns lie apart.
   * Multiplying by it takes a fraction of the time of a division.
   */
  double stride(int index) {
    return strides[index];
  }

  double[] weights() {
    return weights.clone();
  }

  /** Whether weights differ. */
  boolean isWeighted() {
    return weighted;
  }

  /**
   * Those that {@code request} has not tried yet, or all if it has tried all. Costs nothing but for
   * a retry.
   */
  HostSet untriedBy(RequestContext request) {
    Set<EndpointId> tried = request.tried();
    if (tried.isEmpty()) {
      return this;
    }
    int[] untried =
        IntStream.range(0, hosts.length).filter(i -> !tried.contains(hosts[i].id())).toArray();
    if (untried.length == 0 || untried.length == hosts.length) {
      return this;
    }
    return new HostSet(
        Arrays.stream(untried).mapToObj(i -> hosts[i]).toArray(Host[]::new),
        Arrays.stream(untried).mapToDouble(i -> weights[i]).toArray());
  }
}
