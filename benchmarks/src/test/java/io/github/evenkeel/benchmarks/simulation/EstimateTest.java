/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EstimateTest {

  @Test
  void theMarginIsStudents() {
    Estimate estimate = Estimate.of(1, 2, 3, 4, 5);
    assertEquals(3, estimate.mean());
    assertEquals(2.776 * Math.sqrt(2.5 / 5), estimate.margin(), 1e-12);
  }

  @Test
  void oneRunHasNoMargin() {
    assertTrue(Double.isNaN(Estimate.of(7).margin()));
  }

  @Test
  void moreRunsThanTheTableKnowsAreRejected() {
    assertEquals(0, Estimate.of(new double[10]).margin());
    assertThrows(IllegalArgumentException.class, () -> Estimate.of(new double[11]));
  }
}
