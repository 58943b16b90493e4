/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.hedging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseTimesTest {
  private static final Duration HALF = Duration.ofSeconds(30);

  /** Any time will do as the beginning, as with {@link System#nanoTime}. */
  private long now = -Duration.ofHours(1).toNanos();

  private final ResponseTimes times = new ResponseTimes(HALF, now);

  @Test
  void aPercentileIsWhatThatShareStaysBelowRoundedUpByAnEighthAtMost() {
    for (int millis = 1; millis <= 1000; millis++) {
      times.add(Duration.ofMillis(millis).toNanos(), now);
    }
    for (int percent : new int[] {50, 90, 95, 99}) {
      long exact = Duration.ofMillis(percent * 10L).toNanos();
      long found = times.percentile(percent / 100.0, 1, now).orElseThrow();
      assertTrue(found >= exact && found <= exact + exact / 8, percent + "%: " + found);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 7, 8, 15, 16, 17, 31, 32, 1_000_000, 1L << 40, Long.MAX_VALUE})
  void everyTimeHasItsBucket(long nanos) {
    times.add(nanos, now);
    long found = times.percentile(1, 1, now).orElseThrow();
    assertTrue(found >= nanos && found - nanos <= nanos / 8, nanos + " became " + found);
  }

  @Test
  void tooFewAnswersTellNothing() {
    for (int i = 0; i < 99; i++) {
      times.add(1000, now);
    }
    assertEquals(OptionalLong.empty(), times.percentile(0.5, 100, now));
    times.add(1000, now);
    assertTrue(times.percentile(0.5, 100, now).isPresent());
  }

  @Test
  void whatIsOlderThanTheWindowIsForgotten() {
    times.add(1_000_000, now);
    now += HALF.toNanos();
    times.add(15, now);
    assertTrue(times.percentile(1, 2, now).orElseThrow() >= 1_000_000, "half a window ago");
    now += HALF.toNanos();
    assertEquals(15, times.percentile(1, 1, now).orElseThrow());
    now += HALF.toNanos();
    assertEquals(OptionalLong.empty(), times.percentile(1, 1, now));
  }

  @Test
  void aLongSilenceEmptiesTheWindow() {
    times.add(15, now);
    now += HALF.toNanos() * 2;
    assertEquals(OptionalLong.empty(), times.percentile(1, 1, now));
  }
}
