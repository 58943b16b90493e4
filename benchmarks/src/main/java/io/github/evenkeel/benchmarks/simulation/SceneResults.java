/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * One scene as all contestants played it.
 *
 * @param scene the scene
 * @param central the central queue's result, if it has one
 * @param results the contestants' results, in their order
 */
record SceneResults(Scene scene, Optional<Result> central, Map<Contestant, Result> results) {
  /**
   * Added to both shares of failures before they are divided. As a slow response is invisible at
   * the 99th percentile if it is rarer than one in a hundred, so does a failure that is rarer count
   * little; and no division by 0.
   */
  private static final double FAILURE_FLOOR = 0.01;

  /** Lets all play. */
  static SceneResults play(Simulation simulation, Scene scene, List<Contestant> contestants) {
    Map<Contestant, Result> results = new LinkedHashMap<>();
    for (Contestant contestant : contestants) {
      results.put(contestant, simulation.play(scene, contestant.algorithm()));
    }
    Optional<Result> central =
        scene.hasCentralQueue()
            ? Optional.of(simulation.playCentralQueue(scene))
            : Optional.empty();
    return new SceneResults(scene, central, results);
  }

  /**
   * By what factor {@code contestant} is worse than the best of those that need no keys, in the
   * 99th percentile of the response time or in failures, whichever is the larger. Infinite if some
   * queue grows without end.
   */
  double regret(Contestant contestant) {
    Result result = get(contestant);
    double slower = result.p99Response().mean() / best(each -> each.p99Response().mean());
    double moreFailures =
        (result.failures().mean() + FAILURE_FLOOR)
            / (best(each -> each.failures().mean()) + FAILURE_FLOOR);
    return Math.max(slower, moreFailures);
  }

  /** The result of {@code contestant}. */
  Result get(Contestant contestant) {
    Result result = results.get(contestant);
    if (result == null) {
      throw new IllegalArgumentException(contestant.name() + " did not take part");
    }
    return result;
  }

  private double best(ToDoubleFunction<Result> figure) {
    return results.entrySet().stream()
        .filter(entry -> !entry.getKey().needsKeys())
        .mapToDouble(entry -> figure.applyAsDouble(entry.getValue()))
        .min()
        .orElseThrow();
  }
}
