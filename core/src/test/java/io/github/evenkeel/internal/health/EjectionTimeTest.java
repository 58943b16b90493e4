/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EjectionTimeTest {
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private final EjectionTime time =
      EjectionTime.of(Duration.ofSeconds(30), Duration.ofSeconds(100), INTERVAL);

  private void assertNext(int seconds, Duration behaved) {
    assertEquals(Duration.ofSeconds(seconds), time.next(behaved.toNanos()));
  }

  @Test
  void growsWithEachEjectionUpToTheLongest() { // trap 2
    assertNext(30, Duration.ZERO);
    assertNext(60, Duration.ZERO);
    assertNext(90, Duration.ZERO);
    for (int i = 0; i < 1_000; i++) {
      assertNext(100, Duration.ZERO);
    }
    // However often that was, it shrinks from there at once.
    assertNext(90, INTERVAL.multipliedBy(2));
  }

  @Test
  void shrinksByOneForEachWholeIntervalThatTheHostBehaves() {
    assertNext(30, Duration.ZERO);
    assertNext(60, INTERVAL.minusNanos(1));
    assertNext(60, INTERVAL);
    assertNext(30, INTERVAL.multipliedBy(5));
    assertNext(60, Duration.ofSeconds(-1));
  }

  @Test
  void aLongestThatIsTheFirstStaysThat() {
    EjectionTime constant = EjectionTime.of(INTERVAL, INTERVAL, INTERVAL);
    assertEquals(INTERVAL, constant.next(0));
    assertEquals(INTERVAL, constant.next(0));
  }
}
