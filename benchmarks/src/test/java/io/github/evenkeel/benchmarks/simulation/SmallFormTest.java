/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertIterableEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SmallFormTest {

  /**
   * Fails when an algorithm chooses differently than it did, be it for better or worse. If that was
   * meant, the command at the head of {@code docs/simulation.md} writes both anew.
   */
  @Test
  void theResultsAreTheCommittedOnesToTheByte() throws IOException {
    String committed;
    try (InputStream file = SmallFormTest.class.getResourceAsStream("/small-simulation.md")) {
      committed = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    }
    String played = Main.smallForm();
    // Line by line first, for a message that shows where they part.
    assertIterableEquals(committed.lines().toList(), played.lines().toList());
    assertEquals(committed, played);
  }
}
