/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MainTest {
  private final CapturedTerminal captured = new CapturedTerminal(false, false);
  private final Main main = new Main(captured.terminal(), Duration.ofMillis(200));

  @Test
  void theDemoKeepsItsPromises() {
    int exitCode = main.run();

    assertEquals("", captured.err());
    assertEquals(0, exitCode);
    String[] scenes = captured.out().split("\n(?=[1-4]  )", -1);
    assertEquals(List.of(100, 0, 0, 0), bars(scenes[1]));
    // Ten connections in turn, begun after the one of the first scene.
    assertEquals(List.of(20, 30, 30, 20), bars(scenes[2]));
    assertTrue(bars(scenes[3]).stream().allMatch(count -> 20 <= count && count <= 30), scenes[3]);
    assertTrue(scenes[4].contains("pod-5 is added"), scenes[4]);
    assertTrue(scenes[4].contains("pod-2 is stopped"), scenes[4]);
    assertTrue(scenes[4].endsWith("All came out as promised.\n"), scenes[4]);
  }

  @Test
  void helpIsPrintedAndNothingElse() {
    assertEquals(0, main.run("--help"));
    assertEquals(CommandLine.USAGE, captured.out());
    assertEquals("", captured.err());
  }

  @Test
  void wrongUsageIsToldInTwoLines() {
    assertEquals(2, main.run("--verbose"));
    assertEquals("unknown option --verbose\nSee --help.\n", captured.err());
    assertEquals("", captured.out());
  }

  /** The counts of the lines that look like {@code pod-1 25 ###}. */
  private static List<Integer> bars(String scene) {
    return Pattern.compile("(?m)^  pod-\\d +(\\d+)(  #+)?$")
        .matcher(scene)
        .results()
        .map((MatchResult bar) -> Integer.valueOf(bar.group(1)))
        .toList();
  }
}
