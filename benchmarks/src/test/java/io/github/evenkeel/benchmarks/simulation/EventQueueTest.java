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

class EventQueueTest {
  private final EventQueue events = new EventQueue(-5);
  private final List<String> happened = new ArrayList<>();

  @Test
  void eventsHappenInTheOrderOfTheirTimes() {
    note(7, "late");
    note(-2, "early");
    note(3, "between");
    events.run();
    assertEquals(List.of("early at -2", "between at 3", "late at 7"), happened);
  }

  @Test
  void eventsOfOneMomentHappenInTheOrderInWhichTheyWerePlanned() {
    for (int i = 0; i < 20; i++) {
      note(1, "event " + i);
    }
    events.run();
    for (int i = 0; i < 20; i++) {
      assertEquals("event " + i + " at 1", happened.get(i));
    }
  }

  @Test
  void anEventMayPlanOthers() {
    events.at(2, () -> events.after(3, () -> happened.add("at " + events.now())));
    events.run();
    assertEquals(List.of("at 5"), happened);
  }

  @Test
  void thePastCannotBePlanned() {
    assertThrows(IllegalArgumentException.class, () -> events.at(-6, () -> {}));
  }

  private void note(long time, String what) {
    events.at(time, () -> happened.add(what + " at " + events.now()));
  }
}
