/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The contenders of one discipline: a row for each scene, a column for each size. */
final class DisciplineTable {
  private final Results results;

  DisciplineTable(Results results) {
    this.results = results;
  }

  /** The table under its heading; empty if nothing of the discipline was measured. */
  Optional<String> of(Discipline discipline, int threads) {
    List<List<String>> rows =
        results
            .of("sameWork")
            .filter(it -> it.cell().threads() == threads)
            .filter(it -> it.cell().contender().discipline() == discipline)
            .collect(
                groupingBy(
                    it -> it.cell().contender(),
                    TreeMap::new,
                    groupingBy(it -> it.cell().scene(), TreeMap::new, toList())))
            .values()
            .stream()
            .flatMap(scenes -> scenes.values().stream())
            .map(this::row)
            .toList();
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "### "
                + discipline
                + "\n\n"
                + Markdown.table(
                    List.of("", "hosts", "10", "100", "1000", "B/op", "goal", "met"), 2, rows));
  }

  /** The row of one contender in one scene, from its measurements at all sizes. */
  private List<String> row(List<Measurement> sizes) {
    Cell cell = sizes.get(0).cell();
    return List.of(
        cell.contender().label(),
        cell.contender() == Contender.FLOOR ? "any" : cell.scene().toString(),
        time(sizes, 10),
        time(sizes, 100),
        time(sizes, 1000),
        Markdown.number(sizes.stream().mapToDouble(Measurement::bytes).max().orElse(0), 0),
        cell.contender().budget().toString(),
        met(sizes));
  }

  private String time(List<Measurement> sizes, int endpoints) {
    return sizes.stream()
        .filter(it -> it.cell().endpoints() == endpoints)
        .findAny()
        .map(this::ratioAndTime)
        .orElse("–");
  }

  private String ratioAndTime(Measurement it) {
    String time = Markdown.time(it);
    if (it.cell().contender() == Contender.FLOOR) {
      return time;
    }
    return results
        .timesFloor(it)
        .map(ratio -> Markdown.number(ratio.value(), 2) + "×" + mark(it, ratio) + " (" + time + ")")
        .orElse(time);
  }

  private static String mark(Measurement it, Figure ratio) {
    return misses(it, ratio) ? " ✗" : "";
  }

  private String met(List<Measurement> sizes) {
    if (sizes.get(0).cell().contender().budget() == Budget.NONE) {
      return "–";
    }
    boolean missed =
        sizes.stream()
            .anyMatch(it -> results.timesFloor(it).filter(ratio -> misses(it, ratio)).isPresent());
    return missed ? "**no**" : "yes";
  }

  private static boolean misses(Measurement it, Figure ratio) {
    return it.cell().contender().budget().at(it.cell().endpoints()).stream()
        .anyMatch(bound -> !ratio.isAtMost(bound));
  }
}
