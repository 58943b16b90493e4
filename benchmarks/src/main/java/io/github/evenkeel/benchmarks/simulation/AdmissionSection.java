/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static io.github.evenkeel.benchmarks.simulation.Figures.format;
import static java.util.Comparator.comparingDouble;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Says which algorithms may be the default and which may not, and why. */
final class AdmissionSection {
  private final Admission admission;
  private final List<Contestant> contestants;

  AdmissionSection(Tournament tournament) {
    this.admission = tournament.admission();
    this.contestants = Contestant.withoutKeys(tournament.contestants());
  }

  void writeTo(Markdown page) {
    page.block("The scenes in which healthy servers are not quite equal. They have no warm-up.")
        .list(
            admission.unequal().stream()
                .map(
                    results ->
                        "%s M = %d. Measured %s units."
                            .formatted(
                                entry(results.scene()),
                                results.scene().clients(),
                                format(results.scene().window(), 0)))
                .toList())
        .block("The scenes with a client that sends one request at a time:")
        .list(
            admission.sequential().stream()
                .map(
                    results ->
                        "%s Measured %s units."
                            .formatted(entry(results.scene()), format(results.scene().window(), 0)))
                .toList());
    writeTable(page);
    page.block(
        "*Other healthy scenes* is the largest max/mean of the [scenes of"
            + " regret](#the-scenes-of-regret) in which all servers are healthy: "
            + admission.healthy().stream()
                .map(results -> results.scene().title())
                .collect(Collectors.joining("; "))
            + ".");
    page.list(contestants.stream().map(this::verdict).toList());
    page.block("![Max/mean over servers that are not quite equal](simulation/fairness.svg)");
  }

  private static String entry(Scene scene) {
    return "**" + scene.title() + ".** " + scene.story();
  }

  private void writeTable(Markdown page) {
    List<String> head = new ArrayList<>();
    head.add("algorithm");
    admission.unequal().forEach(results -> head.add(results.scene().title()));
    head.add("Other healthy scenes");
    admission.sequential().forEach(results -> head.add(results.scene().title()));
    head.add("admitted");
    page.block(
            """
            Max/mean of the requests, at most %s; and the fewest and the most of any %d sequential \
            requests in a row that went to one server, at least %d and at most %d. What is out of \
            bounds is bold."""
                .formatted(
                    format(Admission.LARGEST_UNEVENNESS, 2),
                    SlidingWindow.SIZE,
                    Admission.FEWEST,
                    Admission.MOST))
        .tableHead(head.toArray(String[]::new));
    for (Contestant contestant : contestants) {
      page.row(row(contestant).toArray(String[]::new));
    }
  }

  private List<String> row(Contestant contestant) {
    List<String> row = new ArrayList<>();
    row.add(contestant.name());
    admission.unequal().forEach(results -> row.add(cell(results.get(contestant))));
    row.add(cell(worstOfTheOthers(contestant)));
    admission.sequential().forEach(results -> row.add(cell(results.get(contestant))));
    row.add(admission.admits(contestant) ? "yes" : "no");
    return row;
  }

  private Result worstOfTheOthers(Contestant contestant) {
    return admission.healthy().stream()
        .map(results -> results.get(contestant))
        .max(comparingDouble(result -> result.unevenness().mean()))
        .orElseThrow();
  }

  private static String cell(Result result) {
    String figure = format(result.unevenness().mean(), 2);
    return Admission.isUneven(result) ? "**" + figure + "**" : figure;
  }

  private static String cell(WindowRange range) {
    String figure = range.fewest() + "–" + range.most();
    return Admission.isUneven(range) ? "**" + figure + "**" : figure;
  }

  private String verdict(Contestant contestant) {
    if (admission.admits(contestant)) {
      return "`%s` is admitted.".formatted(contestant.name());
    }
    return "`%s` is not admitted, because it is too uneven here: %s."
        .formatted(
            contestant.name(),
            admission.objections(contestant).stream()
                .map(Scene::title)
                .collect(Collectors.joining("; ")));
  }
}
