/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

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
      double[] weights = hosts.weights();
      return hosts.isWeighted()
          ? hash -> weightedOwner(hashes, weights, hash)
          : hash -> owner(hashes, hash);
    };
  }

  private static int owner(long[] hashes, long hash) {
    int best = 0;
    long highest = Long.MIN_VALUE;
    for (int i = 0; i < hashes.length; i++) {
      long score = KeyHash.mix(hashes[i] ^ hash);
      if (score > highest) {
        highest = score;
        best = i;
      }
    }
    return best;
  }

  /** The earliest of exponentially distributed times with the weights as rates. */
  private static int weightedOwner(long[] hashes, double[] weights, long hash) {
    int best = 0;
    double earliest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < hashes.length; i++) {
      // Above 0 and below 1, never either.
      double chance = ((KeyHash.mix(hashes[i] ^ hash) >>> 12) + 0.5) * 0x1p-52;
      double time = -Math.log(chance) / weights[i];
      if (time < earliest) {
        earliest = time;
        best = i;
      }
    }
    return best;
  }
}
