/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.option;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 s",
    "PT5S, 5 s",
    "PT1.5S, 1.5 s",
    "PT0.25S, 250 ms",
    "PT0.0015S, 1.5 ms",
    "PT0.00012S, 120 µs",
    "PT0.000000999S, 999 ns",
    "PT0.999999999S, 999.999999 ms",
    "PT1M, 1 min",
    "PT90.25S, 1 min 30.25 s",
    "PT1H5S, 1 h 5 s",
    "PT24H, 1 d",
    "PT8784H, 366 d",
    "PT-1S, -1 s",
    "PT-0.5S, -500 ms",
    "PT-9223372036854775808S, -106751991167300 d 15 h 30 min 8 s",
    "PT9223372036854775807.999999999S, 106751991167300 d 15 h 30 min 7.999999999 s"
  })
  void readsAsPeopleWriteIt(Duration duration, String text) {
    assertEquals(text, Durations.text(duration));
  }
}
