/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.overhead;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rounds too short to tell anything, but that each scene can be measured. */
class ScenesTest {
  private final Scenes scenes = new Scenes(new Contest(Duration.ofMillis(5), 1, 2));

  @ParameterizedTest
  @EnumSource
  void bothClientsCallTheServerFromAllThreads(Wire wire) throws Exception {
    assertMeasured(scenes.plain(wire, 4), 4);
  }

  @ParameterizedTest
  @EnumSource
  void ledCallsGetThereToo(Wire wire) throws Exception {
    assertMeasured(scenes.led(wire, 4), 4);
  }

  @ParameterizedTest
  @CsvSource({"HTTP_1, REFUSED", "HTTP_1, UNAVAILABLE", "HTTP_2, REFUSED", "HTTP_2, UNAVAILABLE"})
  void everyCallTakesItsDetour(Wire wire, Detour detour) throws Exception {
    assertMeasured(scenes.retried(wire, detour), 1);
  }

  private static void assertMeasured(Comparison comparison, int atLeast) {
    assertEquals(2, comparison.pairs().size());
    for (Pair pair : comparison.pairs()) {
      assertTrue(pair.bare().calls() >= atLeast);
      assertTrue(pair.wrapped().calls() >= atLeast);
      assertTrue(pair.bare().bytes() > 0);
    }
  }
}
