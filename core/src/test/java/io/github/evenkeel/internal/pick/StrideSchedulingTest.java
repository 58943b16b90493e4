/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Algorithms;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.Lease;
import io.github.evenkeel.Outcome;
import io.github.evenkeel.Scene;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StrideSchedulingTest {

  /** Seven of a round of ten are through when there are three hosts left. */
  @Test
  void aSlowHostIsLeftAlsoAfterARoundThatLostItsHosts() {
    Scene scene = new Scene(Algorithms.adaptiveStride()).with(10);
    scene.sequential(7);
    scene.with(3);
    Endpoint slow = Scene.endpoint(1);
    int toSlow = 0;
    for (int i = 0; i < 600; i++) {
      Lease lease = scene.begin();
      boolean isSlow = lease.endpoint().equals(slow);
      scene.time.advance(Duration.ofMillis(isSlow ? 100 : 5));
      scene.balancer.endRequest(lease, Outcome.SUCCESS);
      if (i >= 300 && isSlow) {
        toSlow++;
      }
    }

    assertTrue(toSlow < 40, "the slow one got " + toSlow + " of 300");
  }
}
