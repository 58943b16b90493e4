/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Load;
import io.github.evenkeel.Outcome;
import io.github.evenkeel.Scene;
import io.github.evenkeel.VirtualTime;
import io.github.evenkeel.internal.host.Capacity;
import io.github.evenkeel.internal.host.Host;
import io.github.evenkeel.internal.host.HostObserver;
import io.github.evenkeel.internal.host.HostStats;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Loads as functions of what was observed of a host. */
class HostLoadTest {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;

  static Stream<Arguments> loadsAndStarts() {
    return Stream.of(Load.inFlight(), Load.peakEwma())
        .flatMap(load -> VirtualTime.starts().stream().map(start -> Arguments.of(load, start)));
  }

  static List<Long> starts() {
    return VirtualTime.starts();
  }

  /** A host with a load. */
  private static final class Loaded {
    final HostLoad load;
    final Host host;

    Loaded(Load load) {
      this.load =
          load instanceof Load.PeakEwma peakEwma
              ? new PeakEwmaLoad(peakEwma.decay())
              : new InFlightLoad();
      this.host =
          new Host(
              Scene.endpoint(0),
              null,
              new HostStats(this.load.newResponseTimes()),
              HostObserver.NONE,
              Capacity.UNLIMITED);
    }

    Loaded request(Outcome outcome, long nanos, long now) {
      host.begin(now - nanos);
      host.end(outcome, nanos, now);
      return this;
    }

    double at(long now) {
      return at(1, 0, now);
    }

    double at(double perWeight, double lead, long now) {
      return load.of(host.stats(), perWeight, lead, now);
    }
  }

  @ParameterizedTest
  @MethodSource("loadsAndStarts")
  void aRequestInFlightCountsForTheWeightAndALeadAsItIs(Load load, long now) {
    Loaded loaded = new Loaded(load).request(Outcome.SUCCESS, 10 * MILLI, now);
    double idle = loaded.at(4, 0, now);

    assertEquals(4 * idle, loaded.at(4, 3, now), 1e-6 * idle);
    loaded.host.begin(now);
    loaded.host.begin(now);
    assertEquals((1 + 2 * 4) * idle, loaded.at(4, 0, now), 1e-6 * idle);
    assertEquals((1 + 2 * 0.25) * idle, loaded.at(0.25, 0, now), 1e-6 * idle);
  }

  @ParameterizedTest
  @MethodSource("loadsAndStarts")
  void theLoadIsDividedByTheShareThatSucceeded(Load load, long now) { // trap 1
    // Longer than failures alone are taken to need under peak EWMA.
    Loaded healthy = new Loaded(load).request(Outcome.SUCCESS, 5 * SECOND, now);
    Loaded failing = new Loaded(load).request(Outcome.SUCCESS, 5 * SECOND, now);
    failing.request(Outcome.SERVER_ERROR, MILLI, now).request(Outcome.SERVER_ERROR, MILLI, now);

    double success = 1 - failing.host.stats().failureShare(now);
    assertTrue(success < 1);
    double expected = healthy.at(2, 1, now) / success;
    assertEquals(expected, failing.at(2, 1, now), 1e-6 * expected);
  }

  @ParameterizedTest
  @MethodSource("starts")
  void aHostThatHasOnlyFailedIsNotTakenForAQuickOne(long now) { // trap 1
    Loaded healthy = new Loaded(Load.peakEwma()).request(Outcome.SUCCESS, 10 * MILLI, now);
    Loaded failing = new Loaded(Load.peakEwma());
    for (int i = 0; i < 3; i++) {
      failing.request(Outcome.CONNECT_FAILURE, 1_000, now);

      assertTrue(failing.at(now) > healthy.at(now), "after " + (i + 1));
    }
  }

  @ParameterizedTest
  @MethodSource("starts")
  void aHostThatFailsIsNotForgottenToBeSlow(long now) { // trap 1
    Loaded healthy = new Loaded(Load.peakEwma());
    Loaded failing = new Loaded(Load.peakEwma()).request(Outcome.SUCCESS, 10 * MILLI, now);
    for (int second = 0; second < 200; second++) {
      now += SECOND;
      healthy.request(Outcome.SUCCESS, 10 * MILLI, now);
      failing.request(Outcome.SERVER_ERROR, MILLI, now);

      assertTrue(failing.at(now) > healthy.at(now), "after " + second + " s");
    }
  }

  @ParameterizedTest
  @MethodSource("loadsAndStarts")
  void aRequestMoreAddsToTheLoadOfAHostThatAlwaysFails(Load load, long now) { // trap 2
    Loaded failing = new Loaded(load).request(Outcome.SUCCESS, 10 * MILLI, now);
    for (int i = 0; i < 1_000; i++) {
      failing.request(Outcome.CONNECT_FAILURE, MILLI, now);
    }
    for (int i = 0; i < 10; i++) {
      double before = failing.at(now);
      failing.host.begin(now);

      assertTrue(failing.at(now) > 1.05 * before);
    }
    assertTrue(Double.isFinite(failing.at(now)));
  }

  @ParameterizedTest
  @MethodSource("loadsAndStarts")
  void lookingChangesNothing(Load load, long now) {
    Loaded loaded =
        new Loaded(load)
            .request(Outcome.SUCCESS, 10 * MILLI, now)
            .request(Outcome.TIMEOUT, 5 * SECOND, now);
    double early = loaded.at(now);

    assertTrue(loaded.at(now + 60 * SECOND) < early);
    assertEquals(early, loaded.at(now));
  }

  @ParameterizedTest
  @MethodSource("starts")
  void aPeakCountsAtOnceAndComesDownByTheDecay(long now) {
    Loaded loaded = new Loaded(Load.peakEwma(Duration.ofSeconds(2)));
    loaded.request(Outcome.SUCCESS, 10 * MILLI, now).request(Outcome.SUCCESS, 80 * MILLI, now);
    assertEquals(80.0 * MILLI, loaded.at(now));

    // A response counts 1/e of a new one after the decay.
    loaded.request(Outcome.SUCCESS, 10 * MILLI, now + 2 * SECOND);
    assertEquals((10 + 70 / Math.E) * MILLI, loaded.at(now + 2 * SECOND), 1);
  }

  @ParameterizedTest
  @MethodSource("starts")
  void aHostIsForgottenOnceNothingWasHeardForLong(long now) { // trap 3
    Loaded loaded = new Loaded(Load.peakEwma()).request(Outcome.SUCCESS, 10 * SECOND, now);
    Loaded unknown = new Loaded(Load.peakEwma());

    assertEquals(unknown.at(now), loaded.at(now + 3_600 * SECOND));
  }

  @ParameterizedTest
  @MethodSource("starts")
  void anUnknownHostIsTheBestUntilItHasARequestAndThenTheWorst(long now) { // traps 3, 4 and 6
    Loaded slow = new Loaded(Load.peakEwma()).request(Outcome.SUCCESS, 60 * SECOND, now);
    Loaded quick = new Loaded(Load.peakEwma()).request(Outcome.SUCCESS, 1_000, now);
    Loaded unknown = new Loaded(Load.peakEwma());

    assertTrue(unknown.at(now) < quick.at(now));
    unknown.host.begin(now);
    assertTrue(unknown.at(now) > slow.at(now));
    double one = unknown.at(now);
    unknown.host.begin(now);
    assertTrue(unknown.at(now) > one);
  }

  @ParameterizedTest
  @MethodSource("starts")
  void aStreamLoadsItsHostButIsNoSlowResponse(long now) { // trap 31
    Loaded loaded = new Loaded(Load.peakEwma());
    loaded.host.begin(now);
    loaded.host.responded(Outcome.SUCCESS, 10 * MILLI, now);
    assertEquals(20.0 * MILLI, loaded.at(now));

    loaded.host.endResponded(false, Outcome.SUCCESS, 60 * SECOND, now);
    assertEquals(10.0 * MILLI, loaded.at(now));
  }
}
