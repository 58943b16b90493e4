/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/** What came out of all rounds of the race. */
record Standings(List<Map<Race.Scene, Heat>> rounds) {
  Standings {
    rounds = List.copyOf(rounds);
  }

  /** The contestant's figure in each round. */
  double[] figures(Race.Scene scene, Contestant contestant, Figure figure) {
    return heats(scene).stream().mapToDouble(heat -> heat.of(contestant, figure)).toArray();
  }

  /** In each round, the contestant's figure divided by that of the best HAProxy of that round. */
  double[] ratios(Race.Scene scene, Contestant contestant, Figure figure) {
    return heats(scene).stream()
        .mapToDouble(heat -> heat.ratioToBestHaproxy(contestant, figure))
        .toArray();
  }

  private List<Heat> heats(Race.Scene scene) {
    return rounds.stream().map(round -> requireNonNull(round.get(scene))).toList();
  }
}
