/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That each thing that must not be is found. */
class FindingsTest {
  private static final int REQUESTS = 1000;
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final List<Long> FLAT = List.of(7_000_000L, 7_000_100L, 6_999_900L, 7_000_000L);
  private static final Map<Fate, Long> GOOD =
      Map.of(Fate.ANSWERED, 950L, Fate.POST_BROKEN, 30L, Fate.CANCELED, 20L);

  @Test
  void nothingIsWrongWithRequestsThatEndedAsTheyMay() {
    assertEquals(List.of(), findings(GOOD, 0, 0, List.of(), FLAT, Map.of("Attempt", 0L)));
  }

  @ParameterizedTest
  @EnumSource(names = {"LOST", "UNEXPLAINED", "MISTAKEN", "REPEATED"})
  void aRequestThatShouldNotHaveComeToThisIsAViolation(Fate fate) {
    Map<Fate, Long> fates = new EnumMap<>(GOOD);
    fates.merge(Fate.ANSWERED, -1L, Long::sum);
    fates.put(fate, 1L);
    assertEquals(
        List.of(fate + ": 1"), findings(fates, 0, 0, List.of(), FLAT, Map.of("Attempt", 0L)));
  }

  @Test
  void aRequestThatIsMissingInTheAccountIsAViolation() {
    assertEquals(
        List.of("of 1000 requests 999 came to an end"),
        findings(Map.of(Fate.ANSWERED, 999L), 0, 0, List.of(), FLAT, Map.of()));
  }

  @Test
  void aRunInWhichNothingWorkedProvesNothing() {
    assertEquals(
        List.of("no request was answered"),
        findings(Map.of(Fate.POST_BROKEN, 1000L), 0, 0, List.of(), FLAT, Map.of()));
  }

  @Test
  void aRequestInFlightIsAViolation() {
    assertEquals(
        List.of("requests in flight when all were over: 1"),
        findings(GOOD, 1, 0, List.of(), FLAT, Map.of()));
  }

  @Test
  void anOpenSocketIsAViolation() {
    assertEquals(
        List.of("sockets open after closing: 2"), findings(GOOD, 0, 2, List.of(), FLAT, Map.of()));
  }

  @Test
  void aThreadAtWorkIsAViolation() {
    assertEquals(
        List.of("threads still busy after closing: [OkHttp orders.shop]"),
        findings(GOOD, 0, 0, List.of("OkHttp orders.shop"), FLAT, Map.of()));
  }

  @Test
  void anObjectLeftOverIsAViolation() {
    assertEquals(
        List.of("left over after closing: 3 Attempt"),
        findings(GOOD, 0, 0, List.of(), FLAT, Map.of("Attempt", 3L)));
  }

  @Test
  void oneSmallObjectKeptForEachRequestIsAViolation() {
    assertEquals(
        List.of("the heap grows by 16.0 bytes for each request, more than 12"),
        findings(GOOD, 0, 0, List.of(), growing(16), Map.of()));
  }

  @Test
  void aShortRunTellsNoTrend() {
    assertEquals(
        List.of(),
        new Findings(
                Duration.ofSeconds(6),
                REQUESTS,
                GOOD,
                List.of(),
                Map.of(),
                0,
                9,
                0,
                List.of(),
                growing(1000),
                Map.of())
            .violations());
  }

  private static List<Long> growing(int bytesPerRequest) {
    int samples = 40;
    return LongStream.range(0, samples)
        .map(i -> 7_000_000 + i * REQUESTS / samples * bytesPerRequest)
        .boxed()
        .toList();
  }

  private static List<String> findings(
      Map<Fate, Long> fates,
      int inFlight,
      int socketsOpen,
      List<String> busyThreads,
      List<Long> heap,
      Map<String, Long> leftovers) {
    return new Findings(
            LONG,
            REQUESTS,
            fates,
            List.of(),
            Map.of(),
            inFlight,
            9,
            socketsOpen,
            busyThreads,
            heap,
            leftovers)
        .violations();
  }
}
