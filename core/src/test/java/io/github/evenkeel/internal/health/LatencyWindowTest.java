/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.Outcome;
import io.github.evenkeel.Seeds;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class LatencyWindowTest {
  private static final Duration WINDOW = Duration.ofSeconds(10);

  @Test
  void theMedianIsKnownToASixteenth() {
    Seeds.check(
        200,
        random -> {
          LatencyWindow window = new LatencyWindow(WINDOW, 0);
          long[] all =
              random.longs(1 + random.nextInt(200), 0, 1L << (1 + random.nextInt(42))).toArray();
          for (long nanos : all) {
            window.responded(Outcome.SUCCESS, nanos, 0);
          }
          Arrays.sort(all);
          double median = all[(all.length - 1) / 2];
          assertEquals(median, window.medianMillis(1, 0).getAsDouble() * 1e6, 0.5 + median / 16);
        });
  }

  @Test
  void failuresButTimeoutsSayNothing() {
    LatencyWindow window = new LatencyWindow(WINDOW, 0);
    for (Outcome outcome : Outcome.values()) {
      window.responded(outcome, 1_000_000, 0);
    }
    assertEquals(OptionalDouble.empty(), window.medianMillis(3, 0));
    assertEquals(1, window.medianMillis(2, 0).getAsDouble(), 0.07);
  }

  @Test
  void whatTakesVeryLongAndWhatTakesNoTimeCount() {
    LatencyWindow window = new LatencyWindow(WINDOW, 0);
    window.responded(Outcome.SUCCESS, Long.MAX_VALUE, 0);
    assertEquals(7_200_000, window.medianMillis(1, 0).getAsDouble(), 500_000);
    window.responded(Outcome.SUCCESS, -1, 0);
    window.responded(Outcome.SUCCESS, 0, 0);
    assertEquals(0, window.medianMillis(1, 0).getAsDouble());
  }

  @Test
  void whatIsOldIsForgotten() {
    LatencyWindow window = new LatencyWindow(WINDOW, 0);
    window.responded(Outcome.SUCCESS, 5, 0);
    assertEquals(OptionalDouble.empty(), window.medianMillis(1, 11 * WINDOW.toNanos() / 10));
    window.responded(Outcome.SUCCESS, 5, 0);
    window.clear();
    assertEquals(OptionalDouble.empty(), window.medianMillis(1, 0));
  }
}
