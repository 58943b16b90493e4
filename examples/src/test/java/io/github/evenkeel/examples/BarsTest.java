/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BarsTest {

  @Test
  void aBarIsAsLongAsItsShareOfTheFullCount() {
    assertEquals(
        List.of("pod-1  100  " + "#".repeat(50), "pod-2   50  " + "#".repeat(25), "pod-3    0"),
        Bars.of(counts("pod-1", 100, "pod-2", 50, "pod-3", 0), 100, '#'));
  }

  @Test
  void aCountAboveZeroIsVisible() {
    assertEquals(
        List.of("a      1  #", "b  99999  " + "#".repeat(50)),
        Bars.of(counts("a", 1, "b", 99_999), 99_999, '#'));
  }

  @Test
  void namesAndCountsAreAligned() {
    assertEquals(
        List.of("10.0.0.1:80      5  #####", "10.0.0.10:8080  50  " + "#".repeat(50)),
        Bars.of(counts("10.0.0.1:80", 5, "10.0.0.10:8080", 50), 50, '#'));
  }

  @Test
  void noCountsMakeNoBars() {
    assertEquals(List.of(), Bars.of(Map.of(), 1, '#'));
  }

  private static Map<String, Long> counts(Object... namesAndCounts) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (int i = 0; i < namesAndCounts.length; i += 2) {
      counts.put((String) namesAndCounts[i], ((Integer) namesAndCounts[i + 1]).longValue());
    }
    return counts;
  }
}
