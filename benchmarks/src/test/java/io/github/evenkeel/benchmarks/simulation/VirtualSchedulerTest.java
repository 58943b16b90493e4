/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualSchedulerTest {
  private final EventQueue events = new EventQueue(0);
  private final Scheduler scheduler = new VirtualScheduler(events, Duration.ofMillis(30));
  private final List<Double> ranAt = new ArrayList<>();

  @Test
  void aTaskRunsAfterItsDelayInUnits() {
    scheduler.schedule(Duration.ofMillis(90), this::note);
    events.run();
    assertEquals(List.of(3.0), ranAt);
  }

  @Test
  void aCanceledTaskDoesNotRun() {
    scheduler.schedule(Duration.ofMillis(90), this::note).cancel();
    events.run();
    assertEquals(List.of(), ranAt);
  }

  private void note() {
    ranAt.add(VirtualTime.units((double) events.now()));
  }
}
