/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {

  @Test
  void withoutColourThereAreNoEscapeSequences() {
    CapturedTerminal captured = new CapturedTerminal(false, false);
    captured.terminal().bars(Map.of("pod-1", 1L), 50);
    captured.terminal().error("no pods");

    assertEquals("  pod-1   1  #\n", captured.out());
    assertEquals("no pods\n", captured.err());
  }

  @Test
  void colourIsSwitchedOffAgainAtTheEndOfTheLine() {
    CapturedTerminal captured = new CapturedTerminal(true, true);
    captured.terminal().bars(Map.of("pod-1", 1L), 50);
    captured.terminal().error("no pods");

    assertEquals("  \u001b[32mpod-1   1  \u2588\u001b[0m\n", captured.out());
    assertEquals("\u001b[31mno pods\u001b[0m\n", captured.err());
  }
}
