/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.Algorithm;
import io.github.evenkeel.Algorithms;
import java.util.List;

/**
 * An algorithm that takes part.
 *
 * @param algorithm the algorithm
 * @param needsKeys whether it keeps the requests of a key together; such an algorithm cannot be the
 *     default, because most requests have no key
 */
record Contestant(Algorithm algorithm, boolean needsKeys) {

  private static final double BOUND = 1.25;

  /** All of them; an algorithm is added here and nowhere else. */
  static List<Contestant> all() {
    return List.of(
        forAnyRequest(Algorithms.random()),
        forAnyRequest(Algorithms.roundRobin()),
        forAnyRequest(Algorithms.powerOfTwoChoices()),
        forAnyRequest(Algorithms.leastRequest()),
        forAnyRequest(Algorithms.peakEwma()),
        forAnyRequest(Algorithms.adaptiveStride()),
        byKey(Algorithms.sticky()),
        byKey(Algorithms.ringHash()),
        byKey(Algorithms.maglev()),
        byKey(Algorithms.rendezvous()),
        byKey(Algorithms.ringHash().boundedLoads(BOUND)),
        byKey(Algorithms.maglev().boundedLoads(BOUND)),
        byKey(Algorithms.rendezvous().boundedLoads(BOUND)));
  }

  private static Contestant forAnyRequest(Algorithm algorithm) {
    return new Contestant(algorithm, false);
  }

  private static Contestant byKey(Algorithm algorithm) {
    return new Contestant(algorithm, true);
  }

  /** Those of {@code contestants} that need no keys. */
  static List<Contestant> withoutKeys(List<Contestant> contestants) {
    return contestants.stream().filter(contestant -> !contestant.needsKeys()).toList();
  }

  /** The algorithm's name. */
  String name() {
    return algorithm.toString();
  }
}
