/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a host's load is if weights are unequal. */
class WeightedLoadTest {
  private static final long MILLI = 1_000_000;

  static List<Load> loads() {
    return List.of(Load.inFlight(), Load.peakEwma());
  }

  /** The gauge of a host that is past the first seconds and answered within so long just now. */
  private static Gauge answered(Load load, long nanos, long now) {
    Host host = new Host(Scene.endpoint(0), load.newGauges().newGauge());
    long before = now - nanos - 5_000 * MILLI;
    host.begin(before);
    host.end(before, before, Outcome.SUCCESS);
    host.begin(now - nanos);
    host.end(now - nanos, now, Outcome.SUCCESS);
    return host.gauge();
  }

  @ParameterizedTest
  @MethodSource("loads")
  void aRequestInFlightCountsForTheWeightAndALeadAsItIs(Load load) {
    long now = 10_000 * MILLI;
    Gauge gauge = answered(load, 10 * MILLI, now);
    double idle = gauge.load(4, 0, now);

    assertEquals(4 * idle, gauge.load(4, 3, now), 1e-6 * idle);
    gauge.begin(now);
    gauge.begin(now);
    assertEquals((1 + 2 * 4) * idle, gauge.load(4, 0, now), 1e-6 * idle);
    assertEquals((1 + 2 * 0.25) * idle, gauge.load(0.25, 0, now), 1e-6 * idle);
  }

  @ParameterizedTest
  @MethodSource("loads")
  void theLoadIsDividedByTheShareThatSucceeded(Load load) { // trap 1
    long now = 10_000 * MILLI;
    // Longer than the second that failures alone are taken to need under peak EWMA.
    Gauge healthy = answered(load, 2_000 * MILLI, now);
    Gauge failing = answered(load, 2_000 * MILLI, now);
    failing.answered(true, now);
    failing.answered(true, now);

    // 0.2, and 0.2 of the other 0.8.
    double expected = healthy.load(2, 1, now) / (1 - 0.36);
    assertEquals(expected, failing.load(2, 1, now), 1e-6 * expected);
  }

  @Test
  void theAgesOfWhatRunsCountForTheWeight() { // trap 4
    long now = 10_000 * MILLI;
    Gauge gauge = answered(Load.peakEwma(), 10 * MILLI, now);
    gauge.begin(now);
    gauge.begin(now);
    now += 3_000 * MILLI;

    for (double stride : new double[] {0.25, 1, 4}) {
      // Twice 3 s, for so much weight; to the unit in which the times are kept.
      assertEquals(6_000.0 * MILLI * stride, gauge.load(stride, 0, now), MILLI * stride);
    }
  }
}
