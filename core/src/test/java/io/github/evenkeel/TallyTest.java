/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final long SECOND = 1_000_000_000;

  private final Tally tally = new Tally();

  private EndpointStatistics statistics() {
    return tally.statistics(Scene.endpoint(0), false, 0);
  }

  @Test
  void keepsAccountOfEveryOutcome() {
    for (Outcome outcome : Outcome.values()) {
      tally.add(outcome, SECOND);
    }

    assertEquals(
        new EndpointStatistics(Scene.endpoint(0), false, 0, 1, 4, 1, Duration.ofSeconds(5)),
        statistics());
  }

  @Test
  void losesNoneOfMillionsOfRequests() {
    int requests = 3_000_000;
    for (int i = 0; i < requests; i++) {
      tally.add(Outcome.SUCCESS, 1_001);
    }

    assertEquals(requests, statistics().succeeded());
    assertEquals(Duration.ofNanos(1_001L * requests), statistics().totalLatency());
  }

  @Test
  void losesNothingOfYears() {
    int requests = 100_000;
    for (int i = 0; i < requests; i++) {
      tally.add(Outcome.SUCCESS, 4 * SECOND);
      tally.add(Outcome.SUCCESS, 3_600 * SECOND);
    }

    assertEquals(2L * requests, statistics().succeeded());
    assertEquals(Duration.ofSeconds(3_604L * requests), statistics().totalLatency());
  }
}
