/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick.hash;

import io.github.evenkeel.internal.host.HostSet;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Maglev hashing (Eisenbud et al., 2016): hosts take places of a table in turn, each in an order of
 * preference of its own, until all are taken. The hash of a key tells its place.
 */
final class MaglevTables implements KeyTableFactory {
  private final int tableSize;

  /**
   * Makes tables.
   *
   * @param tableSize a prime
   */
  MaglevTables(int tableSize) {
    this.tableSize = tableSize;
  }

  @Override
  public KeyTable tableOf(HostSet all, long[] hashes) {
    int[] table = fill(all, hashes);
    // Scaled by a multiplication, which takes a fraction of the time of a division.
    return hash -> table[(int) (((hash >>> 32) * tableSize) >>> 32)];
  }

  private int[] fill(HostSet all, long[] hashes) {
    int size = hashes.length;
    double heaviest = IntStream.range(0, size).mapToDouble(all::weight).max().orElseThrow();
    // All clients must get the same table, in whatever order they learned of the hosts.
    int[] order =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparingLong(i -> hashes[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] place = new int[size];
    int[] skip = new int[size];
    for (int i = 0; i < size; i++) {
      place[i] = (int) Long.remainderUnsigned(hashes[i], tableSize);
      skip[i] =
          tableSize == 2
              ? 1
              : 1 + (int) Long.remainderUnsigned(KeyHash.next(hashes[i]), tableSize - 1);
    }
    double[] claim = new double[size];
    int[] table = new int[tableSize];
    Arrays.fill(table, -1);
    int taken = 0;
    while (true) {
      for (int host : order) {
        // A host half as heavy as the heaviest has a turn in every second round.
        claim[host] += all.weight(host) / heaviest;
        if (claim[host] < 1) {
          continue;
        }
        claim[host] -= 1;
        while (table[place[host]] >= 0) {
          place[host] = (int) (((long) place[host] + skip[host]) % tableSize);
        }
        table[place[host]] = host;
        if (++taken == tableSize) {
          return table;
        }
      }
    }
  }
}
