/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Hosts have many points on a ring, at places that only they themselves decide; the first point
 * from a key's hash on, round the end, tells its owner.
 */
final class RingHash extends HashAlgorithm {
  static final int MINIMUM_SIZE = 1024;
  static final int MAXIMUM_SIZE = 1 << 23;

  private final int minimumSize;
  private final int maximumSize;

  RingHash(int minimumSize, int maximumSize) {
    super("ringHash");
    if (minimumSize < 1 || minimumSize > maximumSize || maximumSize > MAXIMUM_SIZE) {
      throw new IllegalArgumentException(
          "sizes of ringHash must be 1 <= minimum <= maximum <= "
              + MAXIMUM_SIZE
              + ", but were minimum "
              + minimumSize
              + " and maximum "
              + maximumSize);
    }
    this.minimumSize = minimumSize;
    this.maximumSize = maximumSize;
  }

  @Override
  KeyTableFactory newTables() {
    return new Rings();
  }

  /**
   * The ring's points are sorted numbers: a point's place in the upper bits and the number of its
   * host in the lower. Hosts keep their numbers, so that an update takes out the points of those
   * that went and merges in the points of those that came.
   */
  private final class Rings implements KeyTableFactory {
    private static final int NUMBER_BITS = 23;
    private static final long NUMBER_MASK = (1L << NUMBER_BITS) - 1;

    private final Map<EndpointId, Integer> numbers = new HashMap<>();
    private final PriorityQueue<Integer> freeNumbers = new PriorityQueue<>();
    private int[] pointsByNumber = {};
    private long[] ring = {};

    @Override
    public KeyTable over(HostSet hosts) {
      int[] wanted = points(hosts);
      int[] before = pointsByNumber;
      boolean[] outdated = new boolean[before.length];
      Map<EndpointId, Integer> gone = new HashMap<>(numbers);
      for (int i = 0; i < hosts.size(); i++) {
        gone.remove(hosts.get(i).id());
      }
      gone.forEach(
          (id, number) -> {
            outdated[number] = true;
            numbers.remove(id);
            freeNumbers.add(number);
          });
      for (int i = 0; i < hosts.size(); i++) {
        numbers.computeIfAbsent(hosts.get(i).id(), unused -> freeNumber());
      }

      int[] indexByNumber = new int[numbers.size() + freeNumbers.size()];
      int[] now = new int[indexByNumber.length];
      long[] added = new long[Arrays.stream(wanted).sum()];
      int count = 0;
      for (int i = 0; i < hosts.size(); i++) {
        EndpointId id = hosts.get(i).id();
        int number = numbers.getOrDefault(id, 0);
        indexByNumber[number] = i;
        now[number] = wanted[i];
        boolean isNew = number >= before.length || outdated[number];
        if (isNew || before[number] != wanted[i]) {
          if (!isNew) {
            outdated[number] = true;
          }
          count = addPoints(id, number, wanted[i], added, count);
        }
      }
      pointsByNumber = now;
      ring = merge(ring, outdated, Arrays.copyOf(added, count));
      return new Ring(ring, indexByNumber)::owner;
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
          double share = scale * hosts.get(i).endpoint().weight() / unit;
          points[i] = (int) Math.min(Math.max(Math.round(share), 1), maximumSize);
        }
        scale /= 2;
      } while (Arrays.stream(points).asLongStream().sum() > Math.max(maximumSize, hosts.size()));
      return points;
    }

    private double[] weights(HostSet hosts) {
      double[] weights = new double[hosts.size()];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = hosts.get(i).endpoint().weight();
      }
      return weights;
    }

    private static int addPoints(EndpointId id, int number, int points, long[] to, int count) {
      long hash = KeyHash.of(id);
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

  /**
   * A ring, with a guide: where the points of each of equally long arcs begin. Points are spread as
   * if by chance, so a few lie in each, and a search takes the same time in rings of any size.
   */
  private static final class Ring {
    private final long[] points;
    private final int[] indexByNumber;
    private final int[] guide;
    private final int guideShift;

    Ring(long[] points, int[] indexByNumber) {
      this.points = points;
      this.indexByNumber = indexByNumber;
      int bits = Math.max(1, 31 - Integer.numberOfLeadingZeros(points.length));
      this.guideShift = Long.SIZE - bits;
      this.guide = new int[1 << bits];
      int point = 0;
      for (int arc = 0; arc < guide.length; arc++) {
        while (point < points.length && arc(points[point]) < arc) {
          point++;
        }
        guide[arc] = point;
      }
    }

    /** The arc of a hash. Hashes are signed: the ring begins with the most negative. */
    private int arc(long hash) {
      return (int) ((hash ^ Long.MIN_VALUE) >>> guideShift);
    }

    int owner(long hash) {
      int point = guide[arc(hash)];
      while (point < points.length && points[point] < hash) {
        point++;
      }
      // Above the last point the ring begins anew (trap 12).
      long owner = points[point == points.length ? 0 : point];
      return indexByNumber[(int) (owner & Rings.NUMBER_MASK)];
    }
  }
}
