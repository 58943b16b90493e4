/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

/** The number of requests in flight. */
final class InFlight extends Load {
  InFlight() {
    super("inFlight");
  }

  @Override
  GaugeFactory newGauges() {
    return BegunGauge::new;
  }

  @Override
  GaugeFactory newGaugesToScan() {
    Scoreboard board = new Scoreboard();
    return () -> new ScannedGauge(board);
  }
}
