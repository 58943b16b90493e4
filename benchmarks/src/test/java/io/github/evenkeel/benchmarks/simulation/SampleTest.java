/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SampleTest {
  private final Sample sample = new Sample();

  @Test
  void quantilesAreExact() {
    for (int i = 3000; i >= 1; i--) {
      sample.add(VirtualTime.ticks(i));
    }
    assertEquals(2970, sample.quantile(0.99));
    assertEquals(1500, sample.quantile(0.5));
    assertEquals(3000, sample.quantile(1));
    assertEquals(1500.5, sample.mean());
  }

  @Test
  void takesMoreValuesAfterAQuantileWasRead() {
    sample.add(VirtualTime.ticks(2));
    assertEquals(2, sample.quantile(0.99));
    sample.add(VirtualTime.ticks(1));
    assertEquals(1, sample.quantile(0.5));
  }

  @Test
  void ofNothingHasNoFigures() {
    assertTrue(Double.isNaN(sample.mean()));
    assertTrue(Double.isNaN(sample.quantile(0.99)));
  }
}
