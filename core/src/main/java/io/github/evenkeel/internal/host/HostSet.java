/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.host;

import io.github.evenkeel.Candidates;
import io.github.evenkeel.Endpoint;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The candidates of a request, at least one, in a fixed order: either all that the load balancer
 * has at present, or those of them that remain for one request. Weights are scaled to 1 on average.
 * Immutable.
 */
public final class HostSet implements Candidates {
  private final Host[] hosts;
  private final double[] weights;
  private final boolean weighted;

  /** Where each host stands among all; ascending. */
  private final int[] origins;

  private HostSet(Host[] hosts, double[] weights, int[] origins) {
    this.hosts = hosts;
    this.weights = scaled(weights);
    this.weighted = !allAre(weights[0], weights);
    this.origins = origins;
  }

  private static double[] scaled(double[] weights) {
    double[] scaled = new double[weights.length];
    if (allAre(weights[0], weights)) {
      Arrays.fill(scaled, 1);
      return scaled;
    }
    double highest = Arrays.stream(weights).max().orElseThrow();
    // Divided by the highest first, or the sum of large weights would be infinite. Sorted, or the
    // last digit would depend on the order, and clients that learned of the hosts in different
    // orders would not quite agree on the owner of a key.
    double average =
        Arrays.stream(weights).map(weight -> weight / highest).sorted().average().orElseThrow();
    Arrays.setAll(scaled, i -> Math.max(weights[i] / highest / average, Double.MIN_NORMAL));
    return scaled;
  }

  private static boolean allAre(double weight, double[] weights) {
    for (double each : weights) {
      if (each != weight) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns a set of all hosts.
   *
   * @param hosts at least one
   * @param weights as many, each finite and above 0, in any scale
   */
  public static HostSet of(Host[] hosts, double[] weights) {
    return new HostSet(hosts.clone(), weights, IntStream.range(0, hosts.length).toArray());
  }

  /**
   * Returns the hosts that meet a condition, which is this set if all do. Takes time proportional
   * to their number.
   *
   * @param condition of the index of a host
   * @return null if no host does
   */
  public @Nullable HostSet where(IntPredicate condition) {
    int[] kept = new int[hosts.length];
    int size = 0;
    for (int i = 0; i < hosts.length; i++) {
      if (condition.test(i)) {
        kept[size++] = i;
      }
    }
    if (size == hosts.length) {
      return this;
    }
    return size == 0 ? null : only(Arrays.copyOf(kept, size));
  }

  private HostSet only(int[] indexes) {
    Host[] someHosts = new Host[indexes.length];
    double[] someWeights = new double[indexes.length];
    int[] someOrigins = new int[indexes.length];
    for (int i = 0; i < indexes.length; i++) {
      someHosts[i] = hosts[indexes[i]];
      someWeights[i] = weights[indexes[i]];
      someOrigins[i] = origins[indexes[i]];
    }
    return new HostSet(someHosts, someWeights, someOrigins);
  }

  @Override
  public int size() {
    return hosts.length;
  }

  /** The host at an index. */
  public Host host(int index) {
    return hosts[index];
  }

  @Override
  public Endpoint endpoint(int index) {
    return hosts[index].endpoint();
  }

  @Override
  public double weight(int index) {
    return weights[index];
  }

  @Override
  public int inFlight(int index) {
    return hosts[index].stats().inFlight();
  }

  /** The index, in the set of all hosts, of the host at an index of this set. */
  public int origin(int index) {
    return origins[index];
  }

  /**
   * The index in this set of a host of the set of all hosts; negative if it is not in this set.
   *
   * @param origin its index among all
   */
  public int indexOf(int origin) {
    return Arrays.binarySearch(origins, origin);
  }

  /** Whether weights differ. */
  public boolean isWeighted() {
    return weighted;
  }

  @Override
  public String toString() {
    return Arrays.toString(hosts);
  }
}
