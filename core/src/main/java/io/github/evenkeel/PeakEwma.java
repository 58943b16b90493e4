/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.time.Duration;

/** The time a host takes, times the requests in flight. */
final class PeakEwma extends Load {
  private static final Duration WARM_UP = Duration.ofSeconds(3);

  private final Decay decay;
  private final ForwardDecay forwardDecay;

  PeakEwma(Duration decay) {
    super("peakEwma");
    this.decay = new Decay(decay);
    this.forwardDecay = new ForwardDecay(decay);
  }

  @Override
  GaugeFactory newGauges() {
    WarmUp warmUp = new WarmUp(WARM_UP);
    return () -> new PeakEwmaGauge(decay, warmUp);
  }

  @Override
  GaugeFactory newGaugesToScan() {
    WarmUp warmUp = new WarmUp(WARM_UP);
    Scoreboard board = new Scoreboard();
    return () -> new ScannedPeakEwmaGauge(decay, forwardDecay, warmUp, board);
  }
}
