/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ErlangCTest {

  @Test
  void ofOneSlotIsTheQueueOfTextbooks() {
    ErlangC queue = new ErlangC(1, 0.8);
    assertEquals(0.8, queue.waitProbability(), 1e-12);
    assertEquals(0.8 / 0.2, queue.meanWait(), 1e-12);
    // The response of M/M/1 is exponential with mean 1 / (1 − ρ).
    assertEquals(Math.log(100) / 0.2, queue.responseQuantile(0.99), 1e-6);
  }

  @Test
  void ofEightySlotsIsWhatTablesSay() {
    assertEquals(0.033, new ErlangC(80, 0.90).meanWait(), 0.0005);
    assertEquals(0.137, new ErlangC(80, 0.95).meanWait(), 0.0005);
    assertEquals(0.41, new ErlangC(80, 0.90).waitQuantile(0.99), 0.005);
    assertEquals(1.00, new ErlangC(80, 0.95).waitQuantile(0.99), 0.005);
  }

  @Test
  void nobodyWaitsWhereLoadIsLight() {
    ErlangC queue = new ErlangC(80, 0.3);
    assertEquals(0, queue.waitQuantile(0.99));
    assertEquals(Math.log(100), queue.responseQuantile(0.99), 1e-6);
  }

  @Test
  void theResponseIsRightWhereTheQueueDrainsAsFastAsASlot() {
    // k(1 − ρ) = 1: the general formula divides by 0.
    double at = new ErlangC(2, 0.5).responseQuantile(0.99);
    assertEquals(new ErlangC(2, 0.5 + 1e-7).responseQuantile(0.99), at, 1e-4);
  }

  @Test
  void aQueueThatNeverSettlesIsRejected() {
    assertThrows(IllegalArgumentException.class, () -> new ErlangC(80, 1));
    assertThrows(IllegalArgumentException.class, () -> new ErlangC(80, 0));
    assertThrows(IllegalArgumentException.class, () -> new ErlangC(0, 0.5));
  }
}
