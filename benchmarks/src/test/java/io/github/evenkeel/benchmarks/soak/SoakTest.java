/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.okhttp.Retries;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The soak in some seconds: too short for memory to tell, but for nothing else. */
class SoakTest {
  @BeforeAll
  static void silencePods() {
    Logs.silencePods();
  }

  @Test
  void nothingIsLostAndNothingIsLeftOver() throws IOException, InterruptedException {
    Findings findings = soak(Duration.ofSeconds(5), Soak.RETRIES);
    assertEquals(List.of(), findings.violations(), () -> findings.examples().toString());
    assertFalse(findings.incidents().isEmpty());
    assertTrue(findings.socketsCreated() > 0);
  }

  @Test
  void withoutRetriesRequestsAreLostAndThatIsNoticed() throws IOException, InterruptedException {
    Findings findings = soak(Duration.ofSeconds(5), Retries.none());
    assertTrue(findings.count(Fate.LOST) > 0);
    assertFalse(findings.violations().isEmpty());
  }

  private static Findings soak(Duration time, Retries retries)
      throws IOException, InterruptedException {
    return new Soak(time, 200, 5, retries, 2026).run();
  }
}
