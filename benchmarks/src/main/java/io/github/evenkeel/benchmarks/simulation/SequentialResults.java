/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One scene as all contestants played it with a client that sends one request at a time.
 *
 * @param scene the scene
 * @param ranges how evenly each contestant spread the requests, in their order
 */
record SequentialResults(Scene scene, Map<Contestant, WindowRange> ranges) {

  /** Lets all play. */
  static SequentialResults play(Simulation simulation, Scene scene, List<Contestant> contestants) {
    Map<Contestant, WindowRange> ranges = new LinkedHashMap<>();
    for (Contestant contestant : contestants) {
      ranges.put(contestant, simulation.playSequentially(scene, contestant.algorithm()));
    }
    return new SequentialResults(scene, ranges);
  }

  /** The range of {@code contestant}. */
  WindowRange get(Contestant contestant) {
    WindowRange range = ranges.get(contestant);
    if (range == null) {
      throw new IllegalArgumentException(contestant.name() + " did not take part");
    }
    return range;
  }
}
