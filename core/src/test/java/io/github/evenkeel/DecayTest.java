/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecayTest {
  private static final Decay DECAY = new Decay(Duration.ofSeconds(10));

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 1_000, Long.MIN_VALUE, -1, 1L << 46})
  void decaysExponentiallyFromAnyOrigin(long origin) {
    long packed = Decay.pack(1_000, origin);

    for (int millis = 0; millis < 200_000; millis += 37) {
      double expected = millis < 160_000 ? 1_000 * Math.exp(-millis / 10_000.0) : 0;
      double value = DECAY.value(packed, origin + Duration.ofMillis(millis).toNanos());
      assertEquals(expected, value, 1e-4 * expected + 1e-3);
    }
  }

  @Test
  void isNotFooledByAClockReadBeforeTheWrite() {
    long packed = Decay.pack(5, 1_000_000_000);

    assertEquals(5, DECAY.value(packed, 900_000_000));
  }

  @Test
  void packsAnyPositiveValueToSomething() {
    assertNotEquals(0, Decay.pack(Float.MIN_VALUE, 0));
    assertEquals(1, Decay.packedValue(Decay.pack(1, -1)));
  }
}
