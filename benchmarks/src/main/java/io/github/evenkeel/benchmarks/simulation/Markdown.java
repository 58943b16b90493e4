/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import java.util.List;

/** Writes a Markdown page, block by block. For one thread. */
final class Markdown {
  private final StringBuilder page = new StringBuilder();

  Markdown heading(int level, String text) {
    return block("#".repeat(level) + " " + text);
  }

  Markdown block(String text) {
    page.append(page.isEmpty() ? "" : "\n").append(text.strip()).append('\n');
    return this;
  }

  /** A bulleted list. */
  Markdown list(List<String> items) {
    return block("- " + String.join("\n- ", items));
  }

  /** The head of a table; the first column holds text, the others figures. */
  Markdown tableHead(String... cells) {
    page.append('\n');
    row(cells);
    page.append("|---").append("|--:".repeat(cells.length - 1)).append("|\n");
    return this;
  }

  Markdown row(String... cells) {
    page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    return this;
  }

  @Override
  public String toString() {
    return page.toString();
  }
}
