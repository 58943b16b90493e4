/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How figures and tables are written. */
final class Markdown {
  private Markdown() {}

  /** A table whose first columns hold text and whose others hold numbers. */
  static String table(List<String> head, int textColumns, List<List<String>> rows) {
    List<String> alignment =
        Stream.concat(
                Stream.generate(() -> "---").limit(textColumns),
                Stream.generate(() -> "---:").limit(head.size() - textColumns))
            .toList();
    return Stream.concat(Stream.of(head, alignment), rows.stream())
        .map(cells -> "| " + String.join(" | ", cells) + " |")
        .collect(joining("\n"));
  }

  /** A median with its spread, and a mark if it is doubtful. */
  static String time(Measurement measurement) {
    Figure time = Figure.time(measurement);
    int digits = time.value() < 100 ? 1 : 0;
    return number(time.value(), digits)
        + " ± "
        + number(time.spread(), digits)
        + (measurement.doubtful() ? "†" : "");
  }

  static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
