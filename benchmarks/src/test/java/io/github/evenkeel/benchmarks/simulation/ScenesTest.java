/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Algorithms;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScenesTest {
  private final Scenes scenes = new Scenes(1);

  @Test
  void fairnessScenesAreLongEnoughThatChanceAloneIsFair() {
    Simulation simulation = new Simulation(1, 1);
    for (Scene scene : scenes.fairness()) {
      double unevenness = simulation.play(scene, Algorithms.random()).unevenness().mean();
      assertTrue(unevenness < 1.05, scene.title() + " " + unevenness);
    }
  }

  @Test
  void fairnessScenesAreHealthyFromTheFirstRequestOnAndOfManyClients() {
    for (Scene scene : scenes.fairness()) {
      assertTrue(scene.isHealthy(), scene.title());
      assertTrue(scene.clients() >= 10, scene.title());
      assertEquals(0, scene.warmUp(), scene.title());
    }
  }

  @Test
  void aSceneIsHealthyExactlyIfItsServersAreAlikeAndNothingHappens() {
    List<String> faulty =
        scenes.regret().stream().filter(scene -> !scene.isHealthy()).map(Scene::name).toList();
    assertEquals(
        List.of(
            "generations-10",
            "generations-100",
            "brownout-10",
            "brownout-100",
            "recovery-10",
            "recovery-100",
            "pauses",
            "black-hole",
            "failing-fast",
            "low-rate-slow",
            "low-rate-failing",
            "cold-host",
            "rolling-restart"),
        faulty);
  }

  @Test
  void everySceneHasANameOfItsOwn() {
    List<String> names =
        Stream.of(scenes.regret(), scenes.paces(), scenes.fairness(), scenes.sequential())
            .flatMap(List::stream)
            .map(Scene::name)
            .toList();
    assertEquals(names.stream().distinct().toList(), names);
  }
}
