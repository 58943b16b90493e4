/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PausesTest {
  private final EventQueue events = new EventQueue(0);
  private final Pauses pauses = new Pauses(events);
  private final List<String> happened = new ArrayList<>();

  @Test
  void workWithoutAPauseEndsInTime() {
    work(0, 10, "work");
    pause(11, 5);
    events.run();
    assertEquals(List.of("work at 10"), happened);
  }

  @Test
  void aPauseDelaysTheWorkThatHasBegunByItsLength() {
    work(0, 10, "work");
    pause(9, 5);
    events.run();
    assertEquals(List.of("work at 15"), happened);
  }

  @Test
  void aPauseThatBeginsDuringTheDelayDelaysAgain() {
    work(0, 10, "work");
    pause(5, 5);
    pause(12, 100);
    events.run();
    assertEquals(List.of("work at 115"), happened);
  }

  @Test
  void aPauseThatIsOverDelaysNoLaterWork() {
    pause(0, 5);
    work(5, 10, "work");
    events.run();
    assertEquals(List.of("work at 15"), happened);
  }

  @Test
  void pausesDoNotOverlap() {
    pauses.begin(10);
    assertThrows(IllegalStateException.class, () -> pauses.begin(1));
  }

  private void work(long begin, long length, String name) {
    events.at(
        begin, () -> pauses.afterWork(length, () -> happened.add(name + " at " + events.now())));
  }

  private void pause(long begin, long length) {
    events.at(begin, () -> pauses.begin(length));
  }
}
