/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.soak;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TroublesTest {
  private static final long HOUR = Duration.ofHours(1).toNanos();

  private final Troubles troubles = new Troubles();
  private final long start = System.nanoTime();

  @Test
  void aTroubleExplainsCallsToItsPod() {
    troubles.begin(8080);
    assertTrue(troubles.explain(8080, start, System.nanoTime()));
    assertFalse(troubles.explain(8081, start, System.nanoTime()));
  }

  @Test
  void aTroubleDoesNotExplainACallBeforeIt() {
    troubles.begin(8080);
    assertFalse(troubles.explain(8080, start - HOUR, start - 1));
  }

  @Test
  void aTroubleDoesNotExplainACallLongAfterIt() {
    troubles.begin(8080).end();
    long now = System.nanoTime();
    assertTrue(troubles.explain(8080, now, now)); // One may learn of it a little later.
    assertFalse(troubles.explain(8080, now + HOUR, now + HOUR));
  }

  @Test
  void aTroubleThatGoesOnExplainsWhateverComes() {
    troubles.begin(8080);
    long now = System.nanoTime();
    assertTrue(troubles.explain(8080, now + HOUR, now + HOUR));
  }
}
