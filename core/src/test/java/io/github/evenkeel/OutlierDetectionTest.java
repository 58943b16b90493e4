/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static io.github.evenkeel.Outcome.CANCELED;
import static io.github.evenkeel.Outcome.CONNECTION_FAILURE;
import static io.github.evenkeel.Outcome.CONNECT_FAILURE;
import static io.github.evenkeel.Outcome.GATEWAY_ERROR;
import static io.github.evenkeel.Outcome.SERVER_ERROR;
import static io.github.evenkeel.Outcome.SUCCESS;
import static io.github.evenkeel.Outcome.THROTTLED;
import static io.github.evenkeel.Outcome.TIMEOUT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.OutlierDetection.Detector;
import io.github.evenkeel.internal.option.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which endpoints are ejected, and for how long. */
class OutlierDetectionTest {
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Duration BASE = Duration.ofSeconds(30);

  private static OutlierScene scene(int endpoints) {
    return new OutlierScene(OutlierDetection.builder()).with(endpoints);
  }

  /** Only one detector, so that no other comes before it. */
  private static OutlierDetection.Builder only(Detector detector) {
    OutlierDetection.Builder options = OutlierDetection.builder();
    for (Detector each : Detector.values()) {
      if (each != detector && each != Detector.HALF_OPEN) {
        options.off(each);
      }
    }
    return options;
  }

  @ParameterizedTest
  @EnumSource(names = {"SERVER_ERROR", "GATEWAY_ERROR", "TIMEOUT"})
  void fiveFailuresInARowEject(Outcome failure) {
    OutlierScene scene = scene(10);
    scene.report(3, 4, failure);
    assertEquals(List.of(), scene.events());
    assertTrue(scene.used().contains(3));

    scene.report(3, failure);

    assertEquals(List.of("eject 3 for 30 s: CONSECUTIVE_5XX 5/5"), scene.events());
    assertFalse(scene.used().contains(3));
    assertEquals(Set.of(3), scene.ejected());
  }

  @Test
  void aSuccessEndsTheRow() {
    OutlierScene scene = scene(10);
    for (int i = 0; i < 10; i++) {
      scene.report(3, 4, SERVER_ERROR);
      scene.report(3, SUCCESS);
    }
    assertEquals(List.of(), scene.events());
  }

  @Test
  void aCanceledRequestSaysNothing() {
    OutlierScene scene = scene(10);
    scene.report(3, SERVER_ERROR, SERVER_ERROR, CANCELED, SERVER_ERROR, CANCELED, SERVER_ERROR);
    assertEquals(List.of(), scene.events());
    scene.report(3, SERVER_ERROR);
    assertEquals(1, scene.events().size());
  }

  @Test
  void aThrottledRequestNeitherCountsInTheRowNorEndsIt() {
    OutlierScene scene = scene(10);
    scene.report(3, 50, THROTTLED);
    scene.report(3, 4, SERVER_ERROR);
    scene.report(3, 50, THROTTLED);
    assertEquals(List.of(), scene.events());
    scene.report(3, SERVER_ERROR);
    assertEquals(List.of("eject 3 for 30 s: CONSECUTIVE_5XX 5/5"), scene.events());
  }

  @Test
  void failuresOfTheGatewayAndTheWayHaveARowOfTheirOwn() {
    OutlierScene scene =
        new OutlierScene(OutlierDetection.builder().consecutiveGatewayFailures(3)).with(10);
    scene.report(3, GATEWAY_ERROR, TIMEOUT, SERVER_ERROR, CONNECT_FAILURE);
    assertEquals(List.of(), scene.events());

    scene.report(4, CONNECT_FAILURE, CONNECTION_FAILURE, TIMEOUT);

    assertEquals(List.of("eject 4 for 30 s: CONSECUTIVE_GATEWAY_FAILURES 3/3"), scene.events());
  }

  /** The response began well each time, and never came to its end. */
  @Test
  void responsesThatBreakOffAreFailuresInARow() {
    OutlierScene scene = scene(10);
    for (int i = 0; i < 5; i++) {
      Lease lease = scene.begin(3);
      lease.responded(SUCCESS);
      scene.end(lease, CONNECTION_FAILURE);
    }
    assertEquals(List.of("eject 3 for 30 s: CONSECUTIVE_5XX 5/5"), scene.events());
  }

  @Test
  void aFailureThatIsReportedTwiceCountsOnce() {
    OutlierScene scene = scene(10);
    for (int i = 0; i < 4; i++) {
      Lease lease = scene.begin(3);
      lease.responded(SERVER_ERROR);
      scene.end(lease, SERVER_ERROR);
    }
    assertEquals(List.of(), scene.events());
  }

  @Test
  void aStreamThatTheCallerEndsIsASuccess() {
    OutlierScene scene = scene(10);
    scene.report(3, 4, SERVER_ERROR);
    Lease stream = scene.begin(3);
    stream.responded(SUCCESS);
    scene.end(stream, CANCELED);
    scene.report(3, 4, SERVER_ERROR);
    assertEquals(List.of(), scene.events());
  }

  /** Nothing is decided by a thread that sends a request. */
  @Test
  void theSchedulerEjectsAndNotTheRequest() {
    OutlierScene scene = scene(10);
    scene.report(3, 4, SERVER_ERROR);
    Lease last = scene.begin(3);
    scene.scene.balancer.endRequest(last, SERVER_ERROR);
    assertEquals(List.of(), scene.events());
    assertEquals(Set.of(), scene.ejected());

    // What follows meanwhile does not change that there were five in a row.
    Lease late = scene.begin(3);
    scene.scene.balancer.endRequest(late, SUCCESS);
    scene.pass(Duration.ZERO);

    assertEquals(Set.of(3), scene.ejected());
  }

  @Test
  void eachEjectionIsLongerUpToTheLongest() {
    OutlierScene scene =
        new OutlierScene(
                OutlierDetection.builder()
                    .off(Detector.HALF_OPEN)
                    .maxEjectionTime(Duration.ofSeconds(100)))
            .with(10);
    for (int seconds : new int[] {30, 60, 90, 100, 100}) {
      Duration time = Duration.ofSeconds(seconds);
      scene.report(3, 5, SERVER_ERROR);
      assertEquals(
          List.of("eject 3 for " + Durations.text(time) + ": CONSECUTIVE_5XX 5/5"), scene.events());
      scene.pass(time);
      assertEquals(List.of("return 3"), scene.events());
    }
  }

  @Test
  void ejectionsAreShorterAgainForEachIntervalThatTheHostBehaves() {
    OutlierScene scene =
        new OutlierScene(OutlierDetection.builder().off(Detector.HALF_OPEN)).with(10);
    for (int i = 0; i < 3; i++) {
      scene.report(3, 5, SERVER_ERROR);
      scene.pass(BASE.multipliedBy(i + 1));
    }
    scene.events();

    scene.pass(INTERVAL.multipliedBy(2));
    scene.report(3, 5, SERVER_ERROR);
    assertEquals(List.of("eject 3 for 1 min: CONSECUTIVE_5XX 5/5"), scene.events());

    scene.pass(BASE.multipliedBy(2).plus(INTERVAL.multipliedBy(100)));
    scene.events();
    scene.report(3, 5, SERVER_ERROR);
    assertEquals(List.of("eject 3 for 30 s: CONSECUTIVE_5XX 5/5"), scene.events());
  }

  @Test
  void afterItsTimeTheHostIsBackToTheNanosecond() {
    OutlierScene scene =
        new OutlierScene(OutlierDetection.builder().off(Detector.HALF_OPEN)).with(10);
    scene.report(3, 5, SERVER_ERROR);
    scene.pass(BASE.minusNanos(1));
    assertFalse(scene.used().contains(3));
    scene.pass(Duration.ofNanos(1));
    assertTrue(scene.used().contains(3));
  }

  /** Whose time is not quite that of the clock. */
  @Test
  void aSchedulerThatIsEarlyDoesNotKeepTheHostAway() {
    List<Runnable> tasks = new ArrayList<>();
    OutlierScene scene =
        new OutlierScene(
                Algorithms.roundRobin(),
                OutlierDetection.builder(),
                builder ->
                    builder.scheduler(
                        (delay, task) -> {
                          tasks.add(task);
                          return () -> tasks.remove(task);
                        }))
            .with(10);
    scene.report(3, 5, SERVER_ERROR);
    tasks.remove(1).run(); // Ejects the host; the first is the end of the interval.
    assertEquals(Set.of(3), scene.ejected());
    scene.pass(BASE.minusNanos(1));
    tasks.remove(1).run();
    assertEquals(Set.of(3), scene.ejected());
    scene.pass(Duration.ofNanos(1));
    tasks.remove(1).run();
    assertEquals(Set.of(), scene.ejected());
  }

  /** The counters begin anew, and so does the row of failures. */
  @Test
  void aSecondEjectionTakesNoMoreFailuresThanTheFirst() {
    OutlierScene scene =
        new OutlierScene(OutlierDetection.builder().off(Detector.HALF_OPEN)).with(10);
    for (int i = 1; i <= 3; i++) {
      scene.report(3, 4, SERVER_ERROR);
      assertEquals(Set.of(), scene.ejected());
      scene.report(3, SERVER_ERROR);
      assertEquals(Set.of(3), scene.ejected());
      scene.pass(BASE.multipliedBy(i));
    }
  }

  @Test
  void aTenthOfTheHostsAndAtLeastOneMayBeEjected() { // traps 18 and 42
    for (int[] each : new int[][] {{2, 1}, {3, 1}, {9, 1}, {10, 1}, {19, 1}, {20, 2}, {45, 4}}) {
      OutlierScene scene = scene(each[0]);
      for (int i = 0; i < each[0]; i++) {
        if (!scene.ejected().contains(i)) {
          scene.report(i, 5, SERVER_ERROR);
        }
        assertTrue(scene.ejected().size() <= each[1]);
      }
      assertEquals(each[1], scene.ejected().size(), "of " + each[0]);
    }
  }

  @Test
  void theOnlyHostIsNeverEjected() { // trap 42
    OutlierScene scene =
        new OutlierScene(OutlierDetection.builder().maxEjectionPercent(100)).with(1);
    scene.report(0, 100, SERVER_ERROR);
    assertEquals(List.of("keep 0, MAX_EJECTION_PERCENT: CONSECUTIVE_5XX 5/5"), scene.events());
    assertEquals(Set.of(0), scene.used());
  }

  @Test
  void ofThreeHostsOneIsEjectedAndWith100PercentTwo() { // trap 42
    OutlierScene scene = scene(3);
    scene.report(0, 5, SERVER_ERROR);
    scene.report(1, 5, SERVER_ERROR);
    scene.report(2, 5, SERVER_ERROR);
    assertEquals(Set.of(0), scene.ejected());

    OutlierScene most =
        new OutlierScene(OutlierDetection.builder().maxEjectionPercent(100).panicThreshold(1))
            .with(3);
    most.report(0, 5, SERVER_ERROR);
    most.report(1, 5, SERVER_ERROR);
    most.report(2, 5, SERVER_ERROR);
    assertEquals(Set.of(0, 1), most.ejected());
    assertEquals(Set.of(2), most.used());
  }

  /** A failing host that could not be ejected is as soon as another is back. */
  @Test
  void whenAPlaceIsFreeTheNextOutlierIsEjected() {
    OutlierScene scene =
        new OutlierScene(OutlierDetection.builder().off(Detector.HALF_OPEN)).with(3);
    scene.report(0, 5, SERVER_ERROR);
    scene.report(1, 7, SERVER_ERROR);
    assertEquals(Set.of(0), scene.ejected());
    scene.pass(BASE);
    scene.report(1, 3, SERVER_ERROR);
    assertEquals(Set.of(1), scene.ejected());
  }

  @Test
  void whenHostsAreRemovedThoseAboveTheShareAreBack() { // trap 18
    OutlierScene scene = scene(30);
    for (int i = 0; i < 3; i++) {
      scene.report(i, 5, SERVER_ERROR);
      scene.pass(Duration.ofSeconds(1));
    }
    assertEquals(Set.of(0, 1, 2), scene.ejected());
    scene.events();

    scene.with(20);
    assertEquals(Set.of(1, 2), scene.ejected());
    assertEquals(List.of("half-open 0"), scene.events());

    scene.with(3);
    assertEquals(Set.of(2), scene.ejected());
    scene.with(1);
    assertEquals(Set.of(), scene.ejected());
    assertEquals(Set.of(0), scene.used());
  }

  @Test
  void whenOnlyHalfOpenHostsAreLeftOneOfThemIsBack() { // trap 18
    OutlierScene scene =
        new OutlierScene(OutlierDetection.builder().maxEjectionPercent(100).panicThreshold(0))
            .with(3);
    scene.report(0, 5, SERVER_ERROR);
    scene.report(1, 5, SERVER_ERROR);
    scene.pass(BASE);
    assertEquals(Set.of(), scene.ejected());
    scene.events();

    scene.with(2);

    assertEquals(
        List.of("return 0"), scene.events().stream().filter(e -> e.startsWith("r")).toList());
    assertTrue(scene.used().contains(0));
  }

  @Test
  void anEjectedHostThatIsRemovedIsForgotten() {
    OutlierScene scene = scene(10);
    scene.report(9, 5, SERVER_ERROR);
    scene.report(8, 5, SERVER_ERROR);
    assertEquals(Set.of(9), scene.ejected());

    scene.with(9);
    scene.report(8, 5, SERVER_ERROR);
    assertEquals(Set.of(8), scene.ejected());
    scene.with(10);
    assertEquals(Set.of(8), scene.ejected());
    assertTrue(scene.used().contains(9));
  }

  /** Trap 21: a request that began before says nothing about how the host is now. */
  @Test
  void whatBeganBeforeTheEjectionNeitherBringsTheHostBackNorKeepsItAway() { // trap 21
    OutlierScene scene = scene(10);
    List<Lease> before = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      before.add(scene.begin(3));
    }
    scene.pass(Duration.ofMillis(1));
    scene.report(3, 5, SERVER_ERROR);
    scene.events();
    for (int i = 0; i < 5; i++) {
      scene.end(before.remove(0), SUCCESS);
    }
    assertEquals(Set.of(3), scene.ejected());

    scene.pass(BASE);
    assertEquals(List.of("half-open 3"), scene.events());
    for (int i = 0; i < 5; i++) {
      scene.end(before.remove(0), SUCCESS);
      scene.end(before.remove(0), TIMEOUT);
    }
    assertEquals(List.of(), scene.events());
    scene.end(before.remove(0), SUCCESS);
    before.forEach(lease -> scene.end(lease, TIMEOUT));
    scene.report(3, SUCCESS, SUCCESS, SUCCESS);
    assertEquals(List.of("return 3"), scene.events());
  }

  /** Trap 21: a host that was removed is not brought back by what it still serves. */
  @Test
  void aHostThatWasRemovedWhileEjectedIsNotBroughtBackByWhatItServes() { // trap 21
    OutlierScene scene = scene(10);
    List<Lease> running = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      running.add(scene.begin(9));
    }
    scene.report(9, 5, SERVER_ERROR);
    scene.with(9);
    scene.events();
    running.subList(0, 5).forEach(lease -> scene.end(lease, SUCCESS));
    scene.pass(BASE.multipliedBy(2));

    assertEquals(List.of(), scene.events());
    assertFalse(scene.used().contains(9));
    assertTrue(scene.scene.statistics(Scene.endpoint(9)).isDraining());
  }

  @Test
  void theSuccessRateIsComparedWithMeanAndDeviation() {
    OutlierScene scene = new OutlierScene(only(Detector.SUCCESS_RATE)).with(10);
    // 50 % on one, 100 % on nine: mean 95, deviation 15, threshold 66.5.
    for (int i = 0; i < 100; i++) {
      scene.responds(3, i % 2 == 0 ? SERVER_ERROR : SUCCESS);
      scene.send(10);
    }
    assertEquals(List.of(), scene.events());
    scene.pass(INTERVAL);
    assertEquals(1, scene.events().size());
    assertEquals(Set.of(3), scene.ejected());
  }

  @Test
  void theEventHasRateAndThreshold() {
    OutlierScene scene = new OutlierScene(only(Detector.SUCCESS_RATE)).with(5);
    for (int host = 0; host < 5; host++) {
      scene.report(host, 50, SUCCESS);
      scene.report(host, 50, host == 0 ? SERVER_ERROR : SUCCESS);
    }
    scene.pass(INTERVAL);
    // The example in Envoy's source: 50, 100, 100, 100, 100 gives 90 - 1.9 * 20.
    assertEquals(List.of("eject 0 for 30 s: SUCCESS_RATE 50/52"), scene.events());
  }

  @Test
  void aHostWithFewRequestsIsNotLookedAtAndDoesNotSkewTheMean() { // trap 20
    OutlierScene scene = new OutlierScene(only(Detector.SUCCESS_RATE)).with(7);
    scene.report(5, 99, SERVER_ERROR);
    scene.report(6, 1, SERVER_ERROR);
    for (int host = 0; host < 5; host++) {
      scene.report(host, 50, SUCCESS);
      scene.report(host, 50, host == 0 ? SERVER_ERROR : SUCCESS);
    }
    scene.pass(INTERVAL);
    assertEquals(List.of("eject 0 for 30 s: SUCCESS_RATE 50/52"), scene.events());
  }

  @Test
  void withFewerHostsThanTheMinimumNoSuccessRateIsAnOutlier() {
    OutlierScene scene = new OutlierScene(only(Detector.SUCCESS_RATE)).with(5);
    for (int host = 0; host < 4; host++) {
      scene.report(host, 100, host == 0 ? SERVER_ERROR : SUCCESS);
    }
    scene.report(4, 99, SUCCESS);
    scene.pass(INTERVAL);
    assertEquals(List.of(), scene.events());
  }

  @Test
  void throttlingCountsAgainstTheSuccessRate() {
    OutlierScene scene = new OutlierScene(only(Detector.SUCCESS_RATE)).with(5);
    for (int host = 0; host < 5; host++) {
      scene.report(host, 100, host == 4 ? THROTTLED : SUCCESS);
    }
    scene.pass(INTERVAL);
    assertEquals(Set.of(4), scene.ejected());
  }

  /** With two of five at 0 %, mean - 1.9 * deviation is below zero. */
  @Test
  void aHostThatAlwaysFailsIsEjectedThoughTheThresholdWouldBeNegative() { // trap 19
    for (Detector detector : List.of(Detector.SUCCESS_RATE, Detector.FAILURE_PERCENTAGE)) {
      OutlierScene scene = new OutlierScene(only(detector).maxEjectionPercent(50)).with(5);
      for (int host = 0; host < 5; host++) {
        scene.report(host, 100, host < 2 ? SERVER_ERROR : SUCCESS);
      }
      scene.pass(INTERVAL);
      assertEquals(Set.of(0, 1), scene.ejected(), detector.toString());
    }
  }

  /** No detector says that a host is worse than the others if none is. */
  @Test
  void ifAllFailAlikeNoSuccessRateIsAnOutlier() {
    OutlierScene scene = new OutlierScene(only(Detector.SUCCESS_RATE)).with(5);
    for (int host = 0; host < 5; host++) {
      scene.report(host, 100, SERVER_ERROR);
    }
    scene.pass(INTERVAL);
    assertEquals(List.of(), scene.events());
  }

  @Test
  void aShareOfFailuresEjectsWhateverTheOthersDo() {
    OutlierScene scene = new OutlierScene(only(Detector.FAILURE_PERCENTAGE)).with(20);
    for (int host = 0; host < 20; host++) {
      scene.report(host, host == 7 ? 43 : 42, SERVER_ERROR);
      scene.report(host, host == 7 ? 7 : 8, SUCCESS);
    }
    scene.pass(INTERVAL);
    assertEquals(List.of("eject 7 for 30 s: FAILURE_PERCENTAGE 86/85"), scene.events());
  }

  @Test
  void aShareOfFewRequestsOrInASmallServiceSaysNothing() {
    OutlierScene few = new OutlierScene(only(Detector.FAILURE_PERCENTAGE)).with(5);
    few.report(0, 49, SERVER_ERROR);
    few.pass(INTERVAL);
    assertEquals(List.of(), few.events());

    OutlierScene small = new OutlierScene(only(Detector.FAILURE_PERCENTAGE)).with(4);
    small.report(0, 50, SERVER_ERROR);
    small.pass(INTERVAL);
    assertEquals(List.of(), small.events());
  }

  @Test
  void throttlingIsNoFailureInTheShare() {
    OutlierScene scene = new OutlierScene(only(Detector.FAILURE_PERCENTAGE)).with(5);
    scene.report(0, 500, THROTTLED);
    scene.pass(INTERVAL);
    assertEquals(List.of(), scene.events());
  }

  /** As many may be ejected as one; it is the one that needs it most. */
  @Test
  void theWorstIsEjectedFirst() {
    OutlierScene scene = new OutlierScene(only(Detector.FAILURE_PERCENTAGE)).with(10);
    scene.report(2, 9, SUCCESS);
    scene.report(2, 91, SERVER_ERROR);
    scene.report(7, 100, SERVER_ERROR);
    scene.pass(INTERVAL);
    assertEquals(
        List.of(
            "eject 7 for 30 s: FAILURE_PERCENTAGE 100/85",
            "keep 2, MAX_EJECTION_PERCENT: FAILURE_PERCENTAGE 91/85"),
        scene.events());
  }

  @Test
  void requestsOfAnIntervalAgoAreForgotten() {
    OutlierScene scene = new OutlierScene(only(Detector.FAILURE_PERCENTAGE)).with(5);
    scene.report(0, 49, SERVER_ERROR);
    scene.pass(INTERVAL);
    scene.pass(INTERVAL.dividedBy(5));
    scene.report(0, 49, SERVER_ERROR);
    scene.pass(INTERVAL);
    assertEquals(List.of(), scene.events());
  }

  private static OutlierScene latencies(Duration slow, Duration usual) {
    OutlierScene scene =
        new OutlierScene(only(Detector.MEDIAN_LATENCY).medianLatency(MedianLatency.above(3)))
            .with(3);
    for (int host = 0; host < 3; host++) {
      for (int i = 0; i < 50; i++) {
        Lease lease = scene.begin(host);
        scene.pass(host == 1 ? slow : usual);
        lease.responded(SUCCESS);
        scene.end(lease, SUCCESS);
      }
    }
    return scene;
  }

  @Test
  void aMedianAboveThreeTimesThatOfTheHostsEjects() {
    OutlierScene slow = latencies(Duration.ofMillis(40), Duration.ofMillis(10));
    slow.pass(INTERVAL);
    assertEquals(Set.of(1), slow.ejected());
    assertTrue(slow.events().get(0).startsWith("eject 1 for 30 s: MEDIAN_LATENCY "));

    OutlierScene somewhatSlow = latencies(Duration.ofMillis(25), Duration.ofMillis(10));
    somewhatSlow.pass(INTERVAL);
    assertEquals(List.of(), somewhatSlow.events());
  }

  /** Trap 31: how long a response lasts says nothing about the host. */
  @Test
  void latencyEndsWhereTheResponseBegins() {
    OutlierScene scene =
        new OutlierScene(only(Detector.MEDIAN_LATENCY).medianLatency(MedianLatency.above(3)))
            .with(3);
    for (int host = 0; host < 3; host++) {
      for (int i = 0; i < 50; i++) {
        Lease lease = scene.begin(host);
        scene.pass(Duration.ofMillis(1));
        lease.responded(SUCCESS);
        scene.pass(Duration.ofMillis(host == 1 ? 60 : 0));
        scene.end(lease, SUCCESS);
      }
    }
    scene.pass(INTERVAL);
    assertEquals(List.of(), scene.events());
  }

  /** Trap 20: each detector sees all requests, whatever another has made of them. */
  @Test
  void detectorsDoNotTakeRequestsFromEachOther() { // trap 20
    OutlierDetection.Builder options = OutlierDetection.builder();
    for (Detector detector : Detector.values()) {
      options.enforcing(detector, 0);
    }
    OutlierScene scene = new OutlierScene(options.medianLatency(MedianLatency.above(3))).with(5);
    for (int host = 0; host < 5; host++) {
      for (int i = 0; i < 100; i++) {
        Lease lease = scene.begin(host);
        scene.pass(host == 0 ? Duration.ofMillis(8) : Duration.ofMillis(1));
        scene.end(lease, host == 0 ? TIMEOUT : SUCCESS);
      }
    }
    scene.pass(INTERVAL);
    List<String> events = scene.events();
    for (Detector detector : Detector.values()) {
      if (detector != Detector.HALF_OPEN) {
        String expected = "keep 0, NOT_ENFORCED: " + detector;
        assertEquals(
            1, events.stream().filter(e -> e.startsWith(expected)).count(), events.toString());
      }
    }
    assertEquals(5, events.size(), events.toString());
    assertEquals(Set.of(), scene.ejected());
  }

  @Test
  void aDryRunReportsOnceAnIntervalAndEjectsNothing() {
    OutlierScene scene =
        new OutlierScene(only(Detector.CONSECUTIVE_5XX).enforcing(Detector.CONSECUTIVE_5XX, 0))
            .with(5);
    scene.report(2, 500, SERVER_ERROR);
    assertEquals(List.of("keep 2, NOT_ENFORCED: CONSECUTIVE_5XX 5/5"), scene.events());
    scene.pass(INTERVAL);
    scene.report(2, 500, SERVER_ERROR);
    assertEquals(List.of("keep 2, NOT_ENFORCED: CONSECUTIVE_5XX 5/5"), scene.events());
    assertEquals(Set.of(0, 1, 2, 3, 4), scene.used());
  }

  @Test
  void anEnforcingPercentageIsAChance() {
    int ejected = 0;
    OutlierScene scene =
        new OutlierScene(
                only(Detector.CONSECUTIVE_5XX)
                    .off(Detector.HALF_OPEN)
                    .enforcing(Detector.CONSECUTIVE_5XX, 25))
            .with(5);
    for (int i = 0; i < 2_000; i++) {
      scene.report(2, 5, SERVER_ERROR);
      if (!scene.ejected().isEmpty()) {
        ejected++;
        scene.pass(Duration.ofMinutes(5));
      }
    }
    assertEquals(500, ejected, 60);
  }

  @Test
  void aDetectorThatIsOffSaysNothing() {
    OutlierDetection.Builder options = OutlierDetection.builder();
    for (Detector detector : Detector.values()) {
      options.off(detector);
    }
    OutlierScene scene = new OutlierScene(options).with(5);
    scene.report(2, 500, TIMEOUT);
    for (int host = 0; host < 5; host++) {
      scene.report(host, 500, host == 2 ? SERVER_ERROR : SUCCESS);
    }
    scene.pass(INTERVAL.multipliedBy(5));
    assertEquals(List.of(), scene.events());
  }

  @Test
  void anEjectedHostKeepsItsRequestsInEveryAccount() {
    OutlierScene scene =
        new OutlierScene(
                Algorithms.rendezvous().boundedLoads(1.25),
                OutlierDetection.builder(),
                builder -> builder)
            .with(4);
    List<Lease> running = scene.scene.load(Scene.endpoint(2), 3);
    scene.report(2, 5, SERVER_ERROR);
    assertEquals(Set.of(2), scene.ejected());
    assertEquals(3, scene.scene.statistics(Scene.endpoint(2)).inFlight());
    assertFalse(scene.scene.statistics(Scene.endpoint(2)).isDraining());

    // 3 in flight elsewhere allow ceil(1.25 * 4 / 3) on one host, with none it would be 1.
    RequestContext key = RequestContext.empty().withAffinityKey("hot");
    Endpoint owner = scene.scene.begin(key).endpoint();
    assertEquals(owner, scene.scene.begin(key).endpoint());
    running.forEach(lease -> scene.end(lease, SUCCESS));
    assertEquals(0, scene.scene.statistics(Scene.endpoint(2)).inFlight());
  }

  static List<Algorithm> algorithms() {
    return EveryAlgorithm.all();
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void underEachAlgorithmOneThatFailsAtOnceIsEjectedAndTheOthersTakeOver( // trap 1
      Algorithm algorithm) {
    OutlierScene scene =
        new OutlierScene(algorithm, OutlierDetection.builder(), builder -> builder).with(5);
    scene.responds(1, SERVER_ERROR);
    Map<Integer, Integer> counts = new TreeMap<>();
    // Keys that all endpoints own some of; algorithms without keys do not look at them.
    int failed = 0;
    for (int i = 0; i < 2_000; i++) {
      Lease lease = scene.scene.begin(RequestContext.empty().withAffinityKey("key" + i % 50));
      scene.pass(Duration.ofMillis(1));
      boolean fails = lease.endpoint().equals(Scene.endpoint(1));
      failed += fails ? 1 : 0;
      scene.end(lease, fails ? SERVER_ERROR : SUCCESS);
      counts.merge(OutlierScene.number(lease.endpoint()), 1, Integer::sum);
    }
    // Some algorithms leave it before the fifth failure.
    assertTrue(failed <= 5, counts.toString());
    assertEquals(failed == 5 ? Set.of(1) : Set.of(), scene.ejected());
    assertTrue(failed == 5 || !algorithm.equals(Algorithms.roundRobin()), counts.toString());
  }

  /** A hung host ends no request; once callers have had enough, it is ejected. */
  @Test
  void oneThatHangsIsEjectedWhenCallersHaveWaitedLongEnough() { // trap 4
    OutlierScene scene = scene(4);
    List<Lease> hanging = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      hanging.add(scene.begin(2));
    }
    scene.pass(Duration.ofSeconds(10));
    hanging.forEach(lease -> scene.end(lease, TIMEOUT));
    assertEquals(Set.of(2), scene.ejected());
    assertEquals(Set.of(0, 1, 3), scene.used());
  }

  /** The default algorithm leaves it; ejection does not keep it from being tried again. */
  @ParameterizedTest
  @MethodSource("algorithms")
  void oneThatIsBackIsTriedAgain(Algorithm algorithm) { // trap 3
    OutlierScene scene =
        new OutlierScene(algorithm, OutlierDetection.builder(), builder -> builder).with(4);
    scene.report(1, 5, SERVER_ERROR);
    assertEquals(Set.of(1), scene.ejected());
    scene.pass(BASE);
    Set<Integer> used = new TreeSet<>();
    for (int i = 0; i < 2_000; i++) {
      Lease lease = scene.scene.begin(RequestContext.empty().withAffinityKey("another" + i));
      used.add(OutlierScene.number(lease.endpoint()));
      scene.pass(Duration.ofMillis(1));
      scene.end(lease, SUCCESS);
    }
    assertEquals(Set.of(0, 1, 2, 3), used);
    assertTrue(scene.events().contains("return 1"));
  }

  /** The figures of docs/outlier-detection.md. */
  @Test
  void whatEjectionAddsToAnAlgorithm() { // trap 1
    assertEquals(375, failuresOf1500(Algorithms.roundRobin(), /* detection= */ false));
    assertEquals(7, failuresOf1500(Algorithms.roundRobin(), /* detection= */ true));
    assertEquals(15, failuresOf1500(Algorithms.adaptiveStride(), /* detection= */ false));
    assertEquals(7, failuresOf1500(Algorithms.adaptiveStride(), /* detection= */ true));
  }

  private static int failuresOf1500(Algorithm algorithm, boolean detection) {
    OutlierDetection.Builder options = OutlierDetection.builder();
    if (!detection) {
      for (Detector detector : Detector.values()) {
        options.off(detector);
      }
    }
    OutlierScene scene = new OutlierScene(algorithm, options, builder -> builder).with(4);
    scene.responds(2, SERVER_ERROR);
    int failures = 0;
    for (int i = 0; i < 1_500; i++) {
      failures += scene.send(1).getOrDefault(2, 0);
      scene.pass(Duration.ofMillis(99));
    }
    return failures;
  }

  @Test
  void withoutRequestsNothingIsScheduled() {
    OutlierScene scene = scene(5);
    assertEquals(0, scene.time.scheduled());
    scene.report(1, SUCCESS);
    assertEquals(1, scene.time.scheduled(), "the end of the interval");
    scene.pass(INTERVAL);
    assertEquals(0, scene.time.scheduled());

    scene.report(1, 5, SERVER_ERROR);
    assertEquals(2, scene.time.scheduled(), "and the end of the ejection");
    scene.pass(BASE);
    assertEquals(0, scene.time.scheduled());
  }

  @Test
  void nothingIsScheduledOnceTheEndpointsAreGone() {
    OutlierScene scene = scene(5);
    scene.report(1, 5, SERVER_ERROR);
    scene.with(0);
    scene.pass(INTERVAL);
    assertEquals(0, scene.time.scheduled());
  }

  @Test
  void withoutOutlierDetectionNothingIsScheduledOrEjected() {
    Scene scene = new Scene(Algorithms.roundRobin()).with(3);
    for (int i = 0; i < 100; i++) {
      scene.balancer.endRequest(scene.begin(), SERVER_ERROR);
    }
    assertEquals(0, scene.time.scheduled());
    assertEquals(3, scene.sequential(3).size());
  }

  @Test
  void anIntervalInWhichNoStateChangesPublishesNothing() {
    List<Candidates> seen = new ArrayList<>();
    OutlierScene scene =
        new OutlierScene(
                Algorithms.custom(
                    "watching",
                    (candidates, request, now) -> {
                      seen.add(candidates);
                      return 0;
                    }),
                OutlierDetection.builder(),
                builder -> builder)
            .with(3);
    for (int i = 0; i < 100; i++) {
      scene.send(1);
      scene.pass(Duration.ofSeconds(1));
    }
    assertTrue(seen.stream().allMatch(each -> each == seen.get(0)));
  }

  @Test
  void hostsThatAreBeingPreparedDoNotCount() {
    OutlierScene scene =
        new OutlierScene(
                Algorithms.roundRobin(),
                OutlierDetection.builder().maxEjectionPercent(50),
                builder ->
                    builder.attachments(
                        endpoint ->
                            new EndpointAttachment() {
                              @Override
                              public CompletionStage<?> prepare() {
                                return new CompletableFuture<>();
                              }
                            }))
            .with(2);
    scene.with(10);
    scene.report(0, 5, SERVER_ERROR);
    assertEquals(Set.of(0), scene.ejected());
    scene.report(1, 50, SERVER_ERROR);
    assertEquals(Set.of(0), scene.ejected());
    assertEquals(Set.of(1), scene.used());
  }
}
