/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static io.github.evenkeel.benchmarks.simulation.Figures.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The pictures of a tournament. */
final class Plots {
  private final Tournament tournament;

  Plots(Tournament tournament) {
    this.tournament = tournament;
  }

  /** The pictures as SVG, by file name. */
  Map<String, String> all() {
    Map<String, String> plots = new LinkedHashMap<>();
    plots.put("fairness.svg", fairness());
    plots.put("waiting.svg", waiting());
    plots.put("brownout.svg", brownout());
    plots.put("regret.svg", regret());
    return plots;
  }

  private String fairness() {
    List<SceneResults> unequal = tournament.admission().unequal();
    DotPlot plot =
        new DotPlot(
                "Requests of the busiest of ten healthy servers that are not quite equal",
                "max/mean of the requests")
            .mark("limit", Admission.LARGEST_UNEVENNESS);
    List<SceneResults> shown = List.of(unequal.get(0), unequal.get(1), unequal.get(4));
    shown.forEach(results -> plot.series(results.scene().title()));
    return bySeries(plot, shown, result -> result.unevenness().mean());
  }

  private String waiting() {
    return bySeries(
        new DotPlot("Waiting when servers are alike, ρ = 0.95", "mean wait, in service times")
            .series("1 client")
            .series("10 clients")
            .series("100 clients")
            .mark("central queue", tournament.centralQueue("even-0.95-10").meanWait()),
        scenes("even-0.95-1", "even-0.95-10", "even-0.95-100"),
        result -> result.meanWait().mean());
  }

  private String brownout() {
    return bySeries(
        new DotPlot(
                "Response when one server in ten is 5 times slower",
                "99th percentile of the response, in service times; ∞: the queue never stops"
                    + " growing")
            .series("10 clients")
            .series("100 clients")
            .mark("central queue", tournament.centralQueue("brownout-10").responseQuantile(0.99)),
        scenes("brownout-10", "brownout-100"),
        result -> result.p99Response().mean());
  }

  private List<SceneResults> scenes(String... names) {
    return Arrays.stream(names).map(tournament::scene).toList();
  }

  /** A row for each contestant that took part, with a dot for each scene. */
  private static String bySeries(
      DotPlot plot, List<SceneResults> scenes, ToDoubleFunction<Result> figure) {
    for (Contestant contestant : scenes.get(0).results().keySet()) {
      List<DotPlot.Dot> dots = new ArrayList<>();
      for (int i = 0; i < scenes.size(); i++) {
        double value = figure.applyAsDouble(scenes.get(i).get(contestant));
        dots.add(new DotPlot.Dot(i, value, format(value, 3)));
      }
      plot.row(contestant.name(), dots);
    }
    return plot.toSvg();
  }

  private String regret() {
    DotPlot plot =
        new DotPlot(
                "Regret: how much worse than the best of each scene",
                "factor; ∞: in some scene a queue never stops growing")
            .series("a scene")
            .series("the worst scene");
    for (Standing standing : tournament.standings()) {
      List<DotPlot.Dot> dots = new ArrayList<>();
      for (Regret regret : standing.regrets()) {
        dots.add(
            new DotPlot.Dot(
                regret.equals(standing.worst()) ? 1 : 0,
                regret.factor(),
                "%s: %s".formatted(regret.scene().title(), format(regret.factor(), 2))));
      }
      plot.row(standing.contestant().name(), dots);
    }
    return plot.toSvg();
  }
}
