/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick.hash;

import io.github.evenkeel.Algorithms;
import io.github.evenkeel.EndpointId;
import io.github.evenkeel.internal.host.HostSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Consistent hashing on a ring (Karger et al., 1997). Hosts have many points on a ring, at places
 * that only they themselves decide. The first point from the hash of a key on tells the owner.
 *
 * <p>The points are sorted numbers: a point's place in the upper bits and the number of its host in
 * the lower. Hosts keep their numbers, so an update takes out the points of hosts that went and
 * merges in the points of hosts that came.
 */
final class Rings implements KeyTableFactory {
  private static final int NUMBER_BITS = 23;
  static final long NUMBER_MASK = (1L << NUMBER_BITS) - 1;

  private final int minimumSize;
  private final int maximumSize;
  private final Map<EndpointId, Integer> numbers = new HashMap<>();
  private final PriorityQueue<Integer> freeNumbers = new PriorityQueue<>();
  private int[] pointsByNumber = {};
  private long[] ring = {};

  Rings(Algorithms.RingHash options) {
    this.minimumSize = options.minimumSize();
    this.maximumSize = options.maximumSize();
  }

  @Override
  public KeyTable tableOf(HostSet hosts, long[] hashes) {
    int[] wanted = points(hosts);
    int[] before = pointsByNumber;
    boolean[] outdated = new boolean[before.length];
    Map<EndpointId, Integer> gone = new HashMap<>(numbers);
    for (int i = 0; i < hosts.size(); i++) {
      gone.remove(hosts.host(i).id());
    }
    gone.forEach(
        (id, number) -> {
          outdated[number] = true;
          numbers.remove(id);
          freeNumbers.add(number);
        });
    for (int i = 0; i < hosts.size(); i++) {
      numbers.computeIfAbsent(hosts.host(i).id(), unused -> freeNumber());
    }

    int[] indexByNumber = new int[numbers.size() + freeNumbers.size()];
    int[] now = new int[indexByNumber.length];
    long[] added = new long[Arrays.stream(wanted).sum()];
    int count = 0;
    for (int i = 0; i < hosts.size(); i++) {
      EndpointId id = hosts.host(i).id();
      int number = numbers.getOrDefault(id, 0);
      indexByNumber[number] = i;
      now[number] = wanted[i];
      boolean isNew = number >= before.length || outdated[number];
      if (isNew || before[number] != wanted[i]) {
        if (!isNew) {
          outdated[number] = true;
        }
        count = addPoints(hashes[i], number, wanted[i], added, count);
      }
    }
    pointsByNumber = now;
    ring = merge(ring, outdated, Arrays.copyOf(added, count));
    return new Ring(ring, indexByNumber);
  }

  private int freeNumber() {
    Integer free = freeNumbers.poll();
    return free == null ? numbers.size() : free;
  }

  /**
   * How many points each host has. It depends on the host alone as far as possible: if the points
   * of one that goes were given to the others, keys would move among those. Hence the average
   * weight and the scale are rounded to powers of two.
   */
  private int[] points(HostSet hosts) {
    // Sorted, or clients that learnt of the hosts in different orders might find it on different
    // sides of a power of two, by its last digit.
    double average = Arrays.stream(weights(hosts)).sorted().average().orElseThrow();
    double unit = Math.scalb(1.0, Math.getExponent(average));
    int[] points;
    double scale = minimumSize;
    do {
      points = new int[hosts.size()];
      for (int i = 0; i < points.length; i++) {
        double share = scale * hosts.endpoint(i).weight() / unit;
        points[i] = (int) Math.min(Math.max(Math.round(share), 1), maximumSize);
      }
      scale /= 2;
    } while (Arrays.stream(points).asLongStream().sum() > Math.max(maximumSize, hosts.size()));
    return points;
  }

  private double[] weights(HostSet hosts) {
    double[] weights = new double[hosts.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = hosts.endpoint(i).weight();
    }
    return weights;
  }

  private static int addPoints(long host, int number, int points, long[] to, int count) {
    long hash = host;
    for (int i = 0; i < points; i++) {
      hash = KeyHash.next(hash);
      to[count++] = (hash & ~NUMBER_MASK) | number;
    }
    return count;
  }

  private static long[] merge(long[] ring, boolean[] outdated, long[] added) {
    Arrays.sort(added);
    long[] merged = new long[ring.length + added.length];
    int size = 0;
    int next = 0;
    for (long point : ring) {
      if (!outdated[(int) (point & NUMBER_MASK)]) {
        while (next < added.length && added[next] < point) {
          merged[size++] = added[next++];
        }
        merged[size++] = point;
      }
    }
    while (next < added.length) {
      merged[size++] = added[next++];
    }
    return Arrays.copyOf(merged, size);
  }
}
