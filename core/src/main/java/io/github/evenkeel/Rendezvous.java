/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Each host has a score for each key, as if drawn by chance; the highest owns the key. */
final class Rendezvous extends HashAlgorithm {
  Rendezvous() {
    super("rendezvous");
  }

  @Override
  KeyTableFactory newTables() {
    return hosts -> {
      long[] hashes = new long[hosts.size()];
      for (int i = 0; i < hashes.length; i++) {
        hashes[i] = KeyHash.of(hosts.get(i).id());
      }
      double[] strides = IntStream.range(0, hashes.length).mapToDouble(hosts::stride).toArray();
      return hosts.isWeighted()
          ? hash -> weightedOwner(hashes, strides, hash)
          : hash -> owner(hashes, hash);
    };
  }

  private static int owner(long[] hashes, long hash) {
    int best = 0;
    long highest = Long.MIN_VALUE;
    for (int i = 0; i < hashes.length; i++) {
      long score = score(hashes[i], hash);
      if (score > highest) {
        highest = score;
        best = i;
      }
    }
    return best;
  }

  /** The earliest of exponentially distributed times with the weights as rates. */
  private static int weightedOwner(long[] hashes, double[] strides, long hash) {
    int best = 0;
    double earliest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < hashes.length; i++) {
      double chance = chance(hashes[i], hash);
      // A logarithm takes longer than all the rest. -ln x is at least 1 - x, which most often is
      // too late already.
      if ((1 - chance) * strides[i] < earliest) {
        double time = -Math.log(chance) * strides[i];
        if (time < earliest) {
          earliest = time;
          best = i;
        }
      }
    }
    return best;
  }

  /**
   * All hosts by the time at which a key of this hash would have them: each is the owner of the key
   * among those that come after it. All clients agree, in whatever order they learnt of the hosts.
   */
  static int[] ranking(HostSet hosts, long hash) {
    double[] times = new double[hosts.size()];
    for (int i = 0; i < times.length; i++) {
      times[i] = -Math.log(chance(KeyHash.of(hosts.get(i).id()), hash)) * hosts.stride(i);
    }
    return IntStream.range(0, times.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> times[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * Above 0 and below 1, never either. It rises with the score, which is signed: so that no key
   * moves because other hosts' weights begin to differ.
   */
  private static double chance(long host, long key) {
    return (((score(host, key) ^ Long.MIN_VALUE) >>> 12) + 0.5) * 0x1p-52;
  }

  /**
   * Takes half the time of {@link KeyHash#mix}. Both hashes are mixed already and the upper bits of
   * a score decide, so that the shifts at the beginning and at the end can go. Multiplying by the
   * key makes up for them: what upper bits differ in would else reach too few others. Hosts whose
   * hashes differ never have the same score, since every step can be undone.
   */
  private static long score(long host, long key) {
    long score = (host ^ key) * 0xff51afd7ed558ccdL;
    return (score ^ (score >>> 32)) * (key | 1);
  }
}
