/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static io.github.evenkeel.benchmarks.simulation.Figures.format;

/** Says how much the results depend on how long a unit of time is. */
final class PaceSection {
  private final Tournament tournament;

  PaceSection(Tournament tournament) {
    this.tournament = tournament;
  }

  void writeTo(Markdown page) {
    page.block(
            """
            An algorithm that counts in seconds depends on the pace of the requests. Peak EWMA \
            forgets within 10 s by default, and then tries a slow host again: the fewer requests \
            are sent within 10 s, the more that costs. The table shows the 99th percentile of the \
            response in the brownout with 100 clients when a unit is 10, 30 and 100 ms long. That \
            is 51, 17 and 5 requests a second from each client. Only the unit of 30 ms counts for \
            the rule.
            """)
        .tableHead("algorithm", "10 ms", "30 ms", "100 ms");
    for (Contestant contestant : tournament.paces().get(0).results().keySet()) {
      page.row(
          contestant.name(),
          format(tournament.paces().get(0).get(contestant).p99Response(), 2),
          format(tournament.scene("brownout-100").get(contestant).p99Response(), 2),
          format(tournament.paces().get(1).get(contestant).p99Response(), 2));
    }
  }
}
