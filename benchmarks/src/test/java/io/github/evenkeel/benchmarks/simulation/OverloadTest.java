/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.benchmarks.simulation.OverloadPage.Policy;
import org.junit.jupiter.api.Test;

class OverloadTest {
  private final OverloadPage page = new OverloadPage(1, 0.5);

  private double inTime(Policy policy, double load) {
    return page.play(policy, load).inTime();
  }

  /** Trap 41: a FIFO under lasting overload completes nothing in time. */
  @Test
  void underLastingOverloadAdaptiveLifoServesWhatCanBeServedAndFifoNext() {
    double fifo = inTime(Policy.FIFO, 1.2);
    double lifo = inTime(Policy.ADAPTIVE_LIFO, 1.2);

    assertTrue(fifo < 0.2, () -> "FIFO: " + fifo);
    assertTrue(lifo > 0.75, () -> "adaptive LIFO: " + lifo);
  }

  @Test
  void belowCapacityEveryPolicyServesAlmostAll() {
    for (Policy policy : Policy.values()) {
      double share = inTime(policy, 0.8);
      assertTrue(share > 0.99, () -> policy + ": " + share);
    }
  }

  /** Trap 40: a limit that creeps up under mild overload until requests time out. */
  @Test
  void theAdaptiveLimitStaysUsefulUnderMildAndHeavyOverload() {
    assertTrue(inTime(Policy.ADAPTIVE_LIMIT_SLOW, 1.05) > 0.85);
    assertTrue(inTime(Policy.ADAPTIVE_LIMIT_SLOW, 2) > 0.4);
  }
}
