/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static io.github.evenkeel.benchmarks.simulation.Figures.format;

/** Says whether the bars are met that are set for any default. */
final class BarsSection {
  private final Tournament tournament;

  BarsSection(Tournament tournament) {
    this.tournament = tournament;
  }

  void writeTo(Markdown page) {
    page.block("These bars are to be met whichever algorithm wins. *The default* is the winner.")
        .tableHead("bar", "limit", "measured", "");
    writeWaitingBar(page, "`leastRequest`", tournament.contestant("leastRequest"));
    tournament
        .winner()
        .map(Standing::contestant)
        .ifPresent(
            winner -> {
              writeWaitingBar(page, "The default", winner);
              writeBrownoutBars(page, winner);
            });
  }

  private void writeWaitingBar(Markdown page, String name, Contestant contestant) {
    double limit = 2 * tournament.centralQueue("even-0.95-10").meanWait();
    Estimate wait = tournament.scene("even-0.95-10").get(contestant).meanWait();
    page.row(
        name + ", M = 10, ρ = 0.95: mean wait at most twice the central queue's",
        format(limit, 3),
        format(wait, 3),
        verdict(wait, limit));
  }

  private void writeBrownoutBars(Markdown page, Contestant winner) {
    writeBrownoutBar(page, "M = 10", tournament.scene("brownout-10").get(winner));
    writeBrownoutBar(page, "M = 100", tournament.scene("brownout-100").get(winner));
    writeBrownoutBar(page, "M = 100, a unit of 10 ms", tournament.paces().get(0).get(winner));
    writeBrownoutBar(page, "M = 100, a unit of 100 ms", tournament.paces().get(1).get(winner));
  }

  private void writeBrownoutBar(Markdown page, String variant, Result result) {
    double limit = 1.1 * tournament.centralQueue("brownout-100").responseQuantile(0.99);
    page.row(
        """
        The default, brownout, %s: p99 response at most 1.1 times the central queue's, \
        whose servers are all fast"""
            .formatted(variant),
        format(limit, 2),
        format(result.p99Response(), 2),
        verdict(result.p99Response(), limit));
  }

  private static String verdict(Estimate measured, double limit) {
    return measured.mean() <= limit
        ? "met"
        : "**missed** by %s times".formatted(format(measured.mean() / limit, 2));
  }
}
