/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The goals, whether each is met, and by what. */
final class GoalTable {
  private final Results results;

  GoalTable(Results results) {
    this.results = results;
  }

  @Override
  public String toString() {
    return Markdown.table(
        List.of("goal", "threads", "met", "measured"),
        4,
        Goal.ALL.stream().flatMap(this::rows).toList());
  }

  private Stream<List<String>> rows(Goal goal) {
    Map<Integer, List<Check>> byThreads =
        goal.checks(results).stream()
            .collect(groupingBy(it -> it.measurement().cell().threads(), TreeMap::new, toList()));
    return byThreads.isEmpty()
        ? Stream.of(List.of(goal.text(), "–", "–", "not measured"))
        : byThreads.entrySet().stream().map(it -> row(goal, it.getKey(), it.getValue()));
  }

  private static List<String> row(Goal goal, int threads, List<Check> worstFirst) {
    List<Check> missed = worstFirst.stream().filter(it -> !it.met()).toList();
    return List.of(
        goal.text(),
        String.valueOf(threads),
        verdict(missed, worstFirst.size()),
        (missed.isEmpty() ? worstFirst.subList(0, 1) : missed)
            .stream()
                .collect(
                    groupingBy(
                        it -> it.measurement().cell().contender(), LinkedHashMap::new, toList()))
                .values()
                .stream()
                .map(of -> worst(of, goal.unit()))
                .collect(joining("; ")));
  }

  private static String verdict(List<Check> missed, int all) {
    if (missed.isEmpty()) {
      return "yes";
    }
    long close = missed.stream().filter(Check::close).count();
    return "**no**, in %d of %d".formatted(missed.size(), all)
        + (close == 0 ? "" : " (%d within the spread)".formatted(close));
  }

  /** The worst of one contender, and how many others there are. */
  private static String worst(List<Check> worstFirst, String unit) {
    Check check = worstFirst.get(0);
    Cell cell = check.measurement().cell();
    return "`%s` %s%s%s (%s, %d)%s"
        .formatted(
            cell.contender().algorithm(),
            Markdown.number(check.figure().value(), 2),
            unit,
            check.measurement().doubtful() ? "†" : "",
            cell.scene(),
            cell.endpoints(),
            worstFirst.size() == 1 ? "" : " and %d more".formatted(worstFirst.size() - 1));
  }
}
