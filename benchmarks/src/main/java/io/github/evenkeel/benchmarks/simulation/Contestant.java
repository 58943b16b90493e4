/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.Algorithm;
import io.github.evenkeel.Algorithms;
import io.github.evenkeel.Load;
import java.util.List;

/**
 * An algorithm that takes part.
 *
 * @param algorithm the algorithm
 * @param mayBeDefault whether it could be the default: those that keep keys together could not, for
 *     they need keys
 */
record Contestant(Algorithm algorithm, boolean mayBeDefault) {

  private static final double BOUND = 1.25;

  /** All of them; an algorithm is added here and nowhere else. */
  static List<Contestant> all() {
    return List.of(
        of(Algorithms.random()),
        of(Algorithms.roundRobin()),
        of(Algorithms.powerOfTwoChoices()),
        of(Algorithms.leastRequest()),
        of(Algorithms.peakEwma()),
        of(Algorithms.leastLoaded(Load.peakEwma())),
        byKey(Algorithms.sticky()),
        byKey(Algorithms.ringHash()),
        byKey(Algorithms.maglev()),
        byKey(Algorithms.rendezvous()),
        byKey(Algorithms.ringHash().boundedLoads(BOUND)),
        byKey(Algorithms.maglev().boundedLoads(BOUND)),
        byKey(Algorithms.rendezvous().boundedLoads(BOUND)));
  }

  private static Contestant of(Algorithm algorithm) {
    return new Contestant(algorithm, true);
  }

  private static Contestant byKey(Algorithm algorithm) {
    return new Contestant(algorithm, false);
  }

  /** The algorithm's name. */
  String name() {
    return algorithm.toString();
  }
}
