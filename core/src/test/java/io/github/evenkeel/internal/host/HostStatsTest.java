/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.EndpointStatistics;
import io.github.evenkeel.Outcome;
import io.github.evenkeel.Scene;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("io.github.evenkeel.VirtualTime#starts")
class HostStatsTest {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;

  @Parameter long start;

  /** The samples that reached the average, which is the last of them. */
  private final List<Long> samples = new ArrayList<>();

  private final HostStats stats =
      new HostStats(
          new ResponseTimes() {
            @Override
            public void add(long nanos, long now) {
              samples.add(nanos);
            }

            @Override
            public double at(long now) {
              return samples.isEmpty() ? 0 : samples.get(samples.size() - 1);
            }
          });

  private void request(Outcome outcome, long nanos, long now) {
    stats.begin();
    stats.end(outcome, nanos, now);
  }

  @Test
  void nothingIsKnownOfANewHost() {
    assertEquals(0, stats.inFlight());
    assertEquals(0, stats.streaming());
    assertEquals(0, stats.failureShare(start));
    assertEquals(0, stats.responseTime(start));
    assertEquals(0, stats.lastResponseTime());
  }

  @Test
  void takesNoMoreRequestsThanTheLimit() {
    assertFalse(stats.tryBegin(0));
    assertTrue(stats.tryBegin(2));
    assertTrue(stats.tryBegin(2));
    assertFalse(stats.tryBegin(2));
    assertTrue(stats.tryBegin(3));
    assertEquals(3, stats.inFlight());
  }

  @Test
  void eachFailureRaisesTheShareOfFailuresAndItStaysAShare() {
    double before = 0;
    for (int i = 0; i < 100; i++) {
      request(Outcome.SERVER_ERROR, MILLI, start);

      double share = stats.failureShare(start);
      assertTrue(share > before || share > 0.999, share + " after " + before);
      assertTrue(share <= 1);
      before = share;
    }
  }

  @Test
  void successesLowerTheShareOfFailuresUntilThereIsNone() {
    request(Outcome.TIMEOUT, MILLI, start);
    request(Outcome.TIMEOUT, MILLI, start);
    double before = stats.failureShare(start);
    int successes = 0;
    while (stats.failureShare(start) > 0) {
      assertTrue(successes < 50, "still " + stats.failureShare(start));
      request(Outcome.SUCCESS, MILLI, start);
      successes++;

      assertTrue(stats.failureShare(start) < before);
      before = stats.failureShare(start);
    }
    assertTrue(successes > 3, "forgotten after " + successes);
  }

  @Test
  void theShareOfFailuresFadesWhileNothingIsHeard() { // trap 3
    request(Outcome.CONNECT_FAILURE, MILLI, start);
    double share = stats.failureShare(start);

    assertTrue(stats.failureShare(start + 5 * SECOND) < share);
    assertTrue(stats.failureShare(start + 5 * SECOND) > 0);
    assertEquals(0, stats.failureShare(start + 600 * SECOND));
    assertEquals(share, stats.failureShare(start), "looking changes nothing");
  }

  /** Threads read the clock before they report, so reports may come in the wrong order. */
  @Test
  void aReportFromALittleEarlierIsTakenForOneOfNow() {
    request(Outcome.SERVER_ERROR, MILLI, start + SECOND);
    double one = stats.failureShare(start + SECOND);

    request(Outcome.SERVER_ERROR, MILLI, start);

    assertTrue(stats.failureShare(start) > one);
    assertTrue(stats.failureShare(start) < 1);
  }

  @Test
  void aQuickFailureSaysNothingOfResponseTimes() { // trap 1
    request(Outcome.SUCCESS, 20 * MILLI, start);

    request(Outcome.SERVER_ERROR, MILLI, start);
    request(Outcome.CONNECT_FAILURE, 900 * MILLI, start);

    assertEquals(List.of(20 * MILLI), samples);
    assertEquals(20 * MILLI, stats.lastResponseTime());
  }

  @Test
  void aSlowFailureCountsAsASlowResponse() { // trap 4
    request(Outcome.SUCCESS, 20 * MILLI, start);

    request(Outcome.TIMEOUT, 5 * SECOND, start);

    assertEquals(List.of(20 * MILLI, 5 * SECOND), samples);
    assertEquals(5 * SECOND, stats.lastResponseTime());
  }

  @Test
  void aFailureIsSlowFromOneSecondOn() { // trap 4
    request(Outcome.TIMEOUT, SECOND - 1, start);
    assertEquals(List.of(), samples);

    request(Outcome.TIMEOUT, SECOND, start);
    assertEquals(List.of(SECOND), samples);
  }

  @Test
  void aFailureDoesNotMakeASlowHostLookFast() { // trap 1
    request(Outcome.SUCCESS, 10 * SECOND, start);

    request(Outcome.TIMEOUT, 5 * SECOND, start);

    assertEquals(List.of(10 * SECOND), samples);
  }

  @Test
  void theTimeOfAResponseIsThatToItsBeginning() { // trap 31
    stats.begin();
    stats.respond(Outcome.SUCCESS, 3 * MILLI, start);
    stats.endResponded(false, Outcome.SUCCESS, 60 * SECOND, start);

    assertEquals(List.of(3 * MILLI), samples);
    assertEquals(Duration.ofSeconds(60), total().totalLatency());
  }

  @Test
  void aStreamIsInFlightUntilItEnds() {
    stats.begin();
    stats.begin();
    stats.respond(Outcome.SUCCESS, MILLI, start);

    assertEquals(2, stats.inFlight());
    assertEquals(1, stats.streaming());

    stats.endResponded(false, Outcome.SUCCESS, MILLI, start);
    assertEquals(1, stats.inFlight());
    assertEquals(0, stats.streaming());
  }

  @Test
  void aResponseThatFailsLaterIsAFailureOnceMore() {
    stats.begin();
    stats.respond(Outcome.SUCCESS, MILLI, start);
    assertEquals(0, stats.failureShare(start));

    stats.endResponded(false, Outcome.CONNECTION_FAILURE, 2 * MILLI, start);

    assertTrue(stats.failureShare(start) > 0);
    assertEquals(1, total().failed());
  }

  @Test
  void aFailureThatEndsAsOneIsOne() {
    request(Outcome.SERVER_ERROR, MILLI, start);
    double one = stats.failureShare(start);
    HostStats other = new HostStats(ResponseTimes.NONE);
    other.begin();
    other.respond(Outcome.SERVER_ERROR, MILLI, start);
    other.endResponded(true, Outcome.SERVER_ERROR, 2 * MILLI, start);

    assertEquals(one, other.failureShare(start));
  }

  @ParameterizedTest
  @EnumSource
  void aCanceledRequestChangesNothingButTheCounts(Outcome before) {
    request(before, 3 * SECOND, start);
    double share = stats.failureShare(start);
    List<Long> known = List.copyOf(samples);
    long canceled = total().canceled();
    Duration latency = total().totalLatency();

    request(Outcome.CANCELED, 60 * SECOND, start);
    stats.begin();
    stats.respond(Outcome.CANCELED, 60 * SECOND, start);
    stats.endResponded(false, Outcome.CANCELED, 60 * SECOND, start);

    assertEquals(share, stats.failureShare(start));
    assertEquals(known, samples);
    assertEquals(0, stats.inFlight());
    assertEquals(0, stats.streaming());
    assertEquals(canceled + 2, total().canceled());
    assertEquals(latency, total().totalLatency());
  }

  private EndpointStatistics total() {
    return stats.statistics(Scene.endpoint(0)).build();
  }
}
