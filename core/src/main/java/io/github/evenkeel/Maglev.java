/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Hosts take places of a table in turn, each in an order of preference of its own, until all are
 * taken; a key's hash tells its place.
 */
final class Maglev extends HashAlgorithm {
  static final int DEFAULT_SIZE = 65537;
  static final int MAXIMUM_SIZE = 5_000_011;

  private final int tableSize;

  Maglev(int tableSize) {
    super("maglev");
    if (tableSize > MAXIMUM_SIZE || !isPrime(tableSize)) {
      throw new IllegalArgumentException(
          "table size of maglev must be a prime of at most "
              + MAXIMUM_SIZE
              + ", such as "
              + DEFAULT_SIZE
              + ", but was "
              + tableSize);
    }
    this.tableSize = tableSize;
  }

  private static boolean isPrime(int number) {
    return number > 1
        && IntStream.iterate(2, i -> (long) i * i <= number, i -> i + 1)
            .noneMatch(i -> number % i == 0);
  }

  @Override
  KeyTableFactory newTables() {
    return hosts -> {
      int[] table = table(hosts);
      // Scaled by a multiplication, which takes a fraction of the time of a division.
      return hash -> table[(int) (((hash >>> 32) * tableSize) >>> 32)];
    };
  }

  private int[] table(HostSet hosts) {
    int size = hosts.size();
    long[] hashes = new long[size];
    double heaviest = 0;
    for (int i = 0; i < size; i++) {
      hashes[i] = KeyHash.of(hosts.get(i).id());
      heaviest = Math.max(heaviest, hosts.weight(i));
    }
    // All clients must come to the same table, in whatever order they learnt of the hosts.
    int[] order =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparingLong(i -> hashes[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] place = new int[size];
    int[] skip = new int[size];
    double[] claim = new double[size];
    for (int i = 0; i < size; i++) {
      place[i] = (int) Long.remainderUnsigned(hashes[i], tableSize);
      skip[i] =
          tableSize == 2
              ? 1
              : 1 + (int) Long.remainderUnsigned(KeyHash.next(hashes[i]), tableSize - 1);
    }
    int[] table = new int[tableSize];
    Arrays.fill(table, -1);
    int taken = 0;
    while (true) {
      for (int host : order) {
        // A host half as heavy as the heaviest has a turn in every second round.
        claim[host] += hosts.weight(host) / heaviest;
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
