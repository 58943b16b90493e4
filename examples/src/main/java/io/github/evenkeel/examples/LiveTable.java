/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A table of what each pod received, with a row for each second. */
final class LiveTable {
  private final Terminal terminal;
  private final Cluster cluster;
  private final Traffic traffic;
  private final List<String> columns;
  private Map<String, Long> last;
  private int seconds;

  /** Prints the head of the table: the pods there are, and the one to come. */
  LiveTable(Terminal terminal, Cluster cluster, Traffic traffic) {
    this.terminal = terminal;
    this.cluster = cluster;
    this.traffic = traffic;
    this.last = cluster.requests();
    this.columns =
        Stream.concat(last.keySet().stream(), Stream.of("pod-" + (last.size() + 1))).toList();
    print("second", columns.stream(), "failed");
  }

  /** Prints what came since the last row. */
  void row() {
    Map<String, Long> now = cluster.requests();
    Map<String, Long> before = last;
    seconds++;
    print(
        String.valueOf(seconds),
        columns.stream()
            .map(
                pod ->
                    now.containsKey(pod)
                        ? String.valueOf(now.get(pod) - before.getOrDefault(pod, 0L))
                        : "-"),
        String.valueOf(traffic.failures()));
    last = now;
  }

  /** Prints what happens between two rows. */
  void note(String text) {
    terminal.line("        " + text);
  }

  private void print(String second, Stream<String> pods, String failed) {
    terminal.line(
        "%6s  ".formatted(second)
            + pods.map("%6s  "::formatted).collect(Collectors.joining())
            + "%6s".formatted(failed));
  }
}
