/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingDouble;

import java.util.Comparator;
import java.util.List;

/**
 * How a contestant does over all scenes.
 *
 * @param contestant who
 * @param admitted whether it may be the default
 * @param regrets its regret in each scene, in the order of the scenes
 */
record Standing(Contestant contestant, boolean admitted, List<Regret> regrets) {

  /**
   * The better first: those that may be the default; of these, the one whose worst scene is less
   * bad; if both are equally bad, the one that is usually better.
   */
  static final Comparator<Standing> BETTER_FIRST =
      comparing(Standing::admitted)
          .reversed()
          .thenComparingDouble(standing -> standing.worst().factor())
          .thenComparingDouble(Standing::typical);

  /** The largest regret. */
  Regret worst() {
    return regrets.stream().max(comparingDouble(Regret::factor)).orElseThrow();
  }

  /** The geometric mean of the regrets. */
  double typical() {
    double logs = regrets.stream().mapToDouble(regret -> StrictMath.log(regret.factor())).sum();
    return StrictMath.exp(logs / regrets.size());
  }
}
