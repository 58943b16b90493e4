/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick.hash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Scene;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyTableTest {

  /** The yardstick's peak over average, with some room for the choice of keys. */
  @ParameterizedTest
  @CsvSource({
    "ringHash,10,1.08", "ringHash,50,1.10", "ringHash,100,1.13",
    "maglev,10,1.01", "maglev,50,1.01", "maglev,100,1.01",
    "rendezvous,10,1.01", "rendezvous,50,1.02", "rendezvous,100,1.03",
  })
  void keysAreSpreadEvenly(String algorithm, int size, double bound) {
    // Hashes rather than keys: a million strings would tell the same and take longer.
    KeyTable table = Tables.of(algorithm, Scene.endpoints(size));
    int[] counts = new int[size];
    int keys = 20_000 * size;
    long hash = 7;
    for (int i = 0; i < keys; i++) {
      hash = KeyHash.next(hash);
      counts[table.owner(hash)]++;
    }

    int peak = 0;
    for (int count : counts) {
      peak = Math.max(peak, count);
    }
    double ratio = (double) peak * size / keys;
    // The fullest of so many samples is above the average by chance alone.
    double chance = 3 / Math.sqrt(20_000);
    assertTrue(ratio <= bound + chance, algorithm + " has a peak of " + ratio);
  }
}
