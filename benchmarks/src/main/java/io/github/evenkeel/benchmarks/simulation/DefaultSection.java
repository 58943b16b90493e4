/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static io.github.evenkeel.benchmarks.simulation.Figures.format;

import java.util.Optional;

/** Says how the contestants did over all scenes, and which of them is the default. */
final class DefaultSection {
  private final Tournament tournament;

  DefaultSection(Tournament tournament) {
    this.tournament = tournament;
  }

  void writeTo(Markdown page) {
    page.block("![Waiting at ρ = 0.95](simulation/waiting.svg)")
        .block("![Response in a brownout](simulation/brownout.svg)")
        .block("![Regret over all scenes](simulation/regret.svg)")
        .block("By the rule above, the best first:")
        .tableHead(
            "algorithm", "admitted", "largest regret", "in the scene", "geometric mean over all");
    for (Standing standing : tournament.standings()) {
      page.row(
          standing.contestant().name(),
          admitted(standing),
          format(standing.worst().factor(), 2),
          standing.worst().scene().title(),
          format(standing.typical(), 2));
    }
    page.block(conclusion(tournament.winner()));
  }

  private static String admitted(Standing standing) {
    if (standing.contestant().needsKeys()) {
      return "needs keys";
    }
    return standing.admitted() ? "yes" : "no";
  }

  private static String conclusion(Optional<Standing> winner) {
    return winner
        .map(
            standing ->
                "**`%s` wins**: of the admitted, its largest regret is the smallest, %s."
                    .formatted(standing.contestant().name(), format(standing.worst().factor(), 2)))
        .orElse("No algorithm is admitted, so the rule names no default.");
  }
}
