/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.Seeds;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RingTest {
  private static final long LOW = -1000L << 40;
  private static final long HIGH = 1000L << 40;

  /** Points of hosts number 1, 0 and 2, which have the indexes 11, 10 and 12. */
  private final Ring ring = new Ring(new long[] {LOW | 1, 0, HIGH | 2}, new int[] {10, 11, 12});

  @Test
  void aKeyBelongsToTheFirstPointFromItsHashOn() {
    assertEquals(11, ring.owner(Long.MIN_VALUE));
    assertEquals(11, ring.owner(LOW | 1));
    assertEquals(10, ring.owner((LOW | 1) + 1));
    assertEquals(10, ring.owner(-1));
    assertEquals(10, ring.owner(0));
    assertEquals(12, ring.owner(1));
    assertEquals(12, ring.owner(HIGH | 2));
  }

  @Test
  void aboveTheLastPointTheRingBeginsAnew() { // trap 12
    assertEquals(11, ring.owner((HIGH | 2) + 1));
    assertEquals(11, ring.owner(Long.MAX_VALUE));
  }

  @Test
  void aRingMayHaveOnePoint() {
    Ring one = new Ring(new long[] {5L << 40}, new int[] {3});

    for (long hash : new long[] {Long.MIN_VALUE, 0, 5L << 40, Long.MAX_VALUE}) {
      assertEquals(3, one.owner(hash));
    }
  }

  @Test
  void findsInRingsOfAnySizeWhatASearchOfAllPointsFinds() {
    Seeds.check(
        50,
        random -> {
          int size = 1 + random.nextInt(300);
          int[] indexByNumber = random.ints(size, 0, 1000).toArray();
          long[] points = new long[size];
          Arrays.setAll(points, i -> (random.nextLong() & ~Rings.NUMBER_MASK) | i);
          Arrays.sort(points);
          Ring searched = new Ring(points, indexByNumber);
          for (int i = 0; i < 1000; i++) {
            long hash = i < size ? points[i] + random.nextInt(3) - 1 : random.nextLong();
            long point = Arrays.stream(points).filter(p -> p >= hash).findFirst().orElse(points[0]);
            int expected = indexByNumber[(int) (point & Rings.NUMBER_MASK)];
            assertEquals(expected, searched.owner(hash), () -> "hash " + hash);
          }
        });
  }
}
