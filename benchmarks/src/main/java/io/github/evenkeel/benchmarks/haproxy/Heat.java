/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/** What came out for all contestants in one scene of one round. */
record Heat(Map<Contestant, Outcome> outcomes) {
  Heat {
    outcomes = Map.copyOf(outcomes);
  }

  double of(Contestant contestant, Figure figure) {
    return figure.of(requireNonNull(outcomes.get(contestant)));
  }

  /** The contestant's figure divided by the best one of all HAProxies. */
  double ratioToBestHaproxy(Contestant contestant, Figure figure) {
    double best =
        outcomes.keySet().stream()
            .filter(Contestant::isHaproxy)
            .mapToDouble(it -> of(it, figure))
            .reduce(figure::better)
            .orElseThrow();
    return of(contestant, figure) / best;
  }
}
