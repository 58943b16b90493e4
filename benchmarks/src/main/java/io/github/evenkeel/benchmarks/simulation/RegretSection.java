/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static io.github.evenkeel.benchmarks.simulation.Figures.format;
import static io.github.evenkeel.benchmarks.simulation.Figures.percent;

import java.util.ArrayList;
import java.util.List;

/** Says what came of each scene whose regrets decide. */
final class RegretSection {
  private final Tournament tournament;

  RegretSection(Tournament tournament) {
    this.tournament = tournament;
  }

  void writeTo(Markdown page) {
    tournament.scenes().forEach(results -> writeScene(page, results));
  }

  private void writeScene(Markdown page, SceneResults results) {
    Scene scene = results.scene();
    page.heading(3, scene.title())
        .block(
            "%s M = %d. Warm-up %s, measured %s units."
                .formatted(
                    scene.story(),
                    scene.clients(),
                    format(scene.warmUp(), 0),
                    format(scene.window(), 0)))
        .tableHead(head(scene));
    scene.centralQueue().ifPresent(queue -> page.row(row(scene, queue)));
    results.central().ifPresent(central -> page.row(row(scene, central)));
    for (Contestant contestant : tournament.contestants()) {
      page.row(row(results, contestant));
    }
  }

  private static String[] head(Scene scene) {
    return row(
        scene,
        "algorithm",
        "mean wait",
        "p99 wait",
        "p99 response",
        "max/mean",
        "its share",
        "failures",
        "regret");
  }

  private static String[] row(Scene scene, ErlangC queue) {
    return row(
        scene,
        "*central queue, Erlang C*",
        format(queue.meanWait(), 3),
        format(queue.waitQuantile(0.99), 2),
        format(queue.responseQuantile(0.99), 2),
        "",
        "",
        "",
        "");
  }

  private static String[] row(Scene scene, Result central) {
    return row(
        scene,
        "*central queue, simulated*",
        format(central.meanWait(), 3),
        format(central.p99Wait(), 2),
        format(central.p99Response(), 2),
        "",
        "",
        "",
        "");
  }

  private static String[] row(SceneResults results, Contestant contestant) {
    Result result = results.get(contestant);
    return row(
        results.scene(),
        contestant.name(),
        format(result.meanWait(), 3),
        format(result.p99Wait(), 2),
        format(result.p99Response(), 2),
        format(result.unevenness().mean(), 2),
        format(result.watchedShare().mean(), 2),
        percent(result.failures()),
        format(results.regret(contestant), 2));
  }

  /** The cells of a row, without the share of the watched server if there is none. */
  private static String[] row(
      Scene scene,
      String algorithm,
      String meanWait,
      String p99Wait,
      String p99Response,
      String maxOverMean,
      String watchedShare,
      String failures,
      String regret) {
    List<String> cells =
        new ArrayList<>(List.of(algorithm, meanWait, p99Wait, p99Response, maxOverMean));
    if (scene.watched().isPresent()) {
      cells.add(watchedShare);
    }
    cells.add(failures);
    cells.add(regret);
    return cells.toArray(String[]::new);
  }
}
