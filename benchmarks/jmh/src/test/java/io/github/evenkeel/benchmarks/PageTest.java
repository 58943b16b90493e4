/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {
  @Test
  void allPlacesOfTheTemplateAreFilled() throws IOException {
    Results results =
        new Results(
            List.of(
                Measured.requests(Contender.FLOOR, 10, 50),
                Measured.requests(Contender.RANDOM, 10, 60)));

    String page = Page.about(results, Effort.FULL, new Conditions(System.nanoTime(), 0.25));

    assertFalse(page.contains("{{"), page);
    assertFalse(page.contains("${"), page);
    assertTrue(page.contains("JMH 1."), page);
    assertTrue(page.contains("2 forks"), page);
    assertTrue(page.contains("### Random"), page);
  }
}
