/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick.hash;

import io.github.evenkeel.internal.host.HostSet;

/**
 * Rendezvous, or highest random weight, hashing (Thaler and Ravishankar, 1998): each host has a
 * score for each key, as if drawn at random, and the host with the highest score owns the key.
 */
final class Rendezvous {
  private Rendezvous() {}

  static KeyTable tableOf(HostSet all, long[] hashes) {
    return hash -> owner(all, hashes, hash);
  }

  /**
   * Returns the index of the candidate that owns a key.
   *
   * @param hashes the hashes of all hosts, by {@link HostSet#origin}
   */
  static int owner(HostSet candidates, long[] hashes, long key) {
    return candidates.isWeighted()
        ? earliest(candidates, hashes, key)
        : highest(candidates, hashes, key);
  }

  private static int highest(HostSet candidates, long[] hashes, long key) {
    int best = 0;
    long highest = Long.MIN_VALUE;
    for (int i = 0; i < candidates.size(); i++) {
      long score = score(hashes[candidates.origin(i)], key);
      if (score > highest) {
        highest = score;
        best = i;
      }
    }
    return best;
  }

  /** The earliest of exponentially distributed times with the weights as rates. */
  private static int earliest(HostSet candidates, long[] hashes, long key) {
    int best = 0;
    double earliest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < candidates.size(); i++) {
      double uniform = uniform(hashes[candidates.origin(i)], key);
      double latest = earliest * candidates.weight(i);
      // A logarithm takes longer than all the rest. -ln x is at least 1 - x, which most often is
      // too late already.
      if (1 - uniform < latest) {
        double time = -Math.log(uniform) / candidates.weight(i);
        if (time < earliest) {
          earliest = time;
          best = i;
        }
      }
    }
    return best;
  }

  /**
   * Above 0 and below 1, never either. Rises with the score, which is signed, so that no key moves
   * because the weights of other hosts begin to differ.
   */
  private static double uniform(long host, long key) {
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
