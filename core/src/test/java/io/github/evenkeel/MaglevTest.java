/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaglevTest {

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -7, 0, 1, 4, 65536, 5_000_012, 2_147_483_647})
  void refusesATableThatIsNoPrimeOrTooLarge(int size) {
    BadInput.assertRefused(
        () -> Algorithms.maglev(size), "a prime of at most 5000011", "but was " + size);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 65537, 5_000_011})
  void takesPrimes(int size) {
    Scene scene = new Scene(Algorithms.maglev(size)).with(2);

    assertEquals(2, HashAlgorithmTest.owners(scene, 100).values().stream().distinct().count());
  }

  @Test
  void withMoreEndpointsThanPlacesSomeGetNoKeys() {
    Scene scene = new Scene(Algorithms.maglev(7)).with(20);

    assertEquals(7, HashAlgorithmTest.owners(scene, 1_000).values().stream().distinct().count());
  }
}
