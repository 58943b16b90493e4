/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import java.util.List;
import java.util.Map;

/** A horizontal bar chart of counts, for a terminal. */
final class Bars {
  private static final int WIDTH = 50;

  private Bars() {}

  /**
   * Draws one line for each count: its name, the count, and a bar. A count above 0 has a bar of at
   * least one block, so that little can be told from nothing.
   *
   * @param counts not negative, in the order they should stand
   * @param full the count whose bar has the whole width, 50 blocks; above 0 and not below any count
   * @param block what a bar is made of
   */
  static List<String> of(Map<String, Long> counts, long full, char block) {
    int names = counts.keySet().stream().mapToInt(String::length).max().orElse(0);
    int digits = Long.toString(full).length();
    String format = "%-" + names + "s  %" + digits + "d  %s";
    return counts.entrySet().stream()
        .map(
            entry ->
                format
                    .formatted(
                        entry.getKey(),
                        entry.getValue(),
                        String.valueOf(block).repeat(length(entry.getValue(), full)))
                    .stripTrailing())
        .toList();
  }

  private static int length(long count, long full) {
    return count == 0 ? 0 : (int) Math.max(1, Math.round((double) WIDTH * count / full));
  }
}
