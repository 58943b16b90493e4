/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SlidingWindowTest {
  private final SlidingWindow window = new SlidingWindow(4);

  @Test
  void turnsAreEvenInEveryWindow() {
    for (int i = 0; i < 1000; i++) {
      window.add(i % 4);
    }
    assertEquals(new WindowRange(25, 25), window.range());
  }

  @Test
  void theWorstWindowCountsWhereverItBegins() {
    turns(150);
    for (int i = 0; i < 5; i++) {
      window.add(0);
    }
    turns(150);
    // Five in a row to one server, and 95 turns that begin with any server.
    assertEquals(new WindowRange(23, 30), window.range());
  }

  @Test
  void oneServerThatGetsAllIsAtBothEnds() {
    for (int i = 0; i < 100; i++) {
      window.add(2);
    }
    assertEquals(new WindowRange(0, 100), window.range());
  }

  @Test
  void fewerRequestsThanAWindowSayNothing() {
    turns(99);
    assertThrows(IllegalStateException.class, window::range);
  }

  private void turns(int requests) {
    for (int i = 0; i < requests; i++) {
      window.add(i % 4);
    }
  }
}
