/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import java.util.List;
import java.util.Optional;

/**
 * All scenes as all contestants played them.
 *
 * @param seed where all chance came from
 * @param runs how often each scene was played
 * @param contestants who took part
 * @param scenes what came of the scenes whose regrets decide
 * @param paces what came of one of the scenes at other paces, which the rule does not count; played
 *     by the contestants that need no keys
 * @param admission what decides who may be the default
 */
record Tournament(
    long seed,
    int runs,
    List<Contestant> contestants,
    List<SceneResults> scenes,
    List<SceneResults> paces,
    Admission admission) {

  /** Lets all play all. */
  static Tournament play(long seed, int runs, List<Contestant> contestants, Scenes scenes) {
    Simulation simulation = new Simulation(seed, runs);
    List<Contestant> withoutKeys = Contestant.withoutKeys(contestants);
    List<SceneResults> regret = play(simulation, contestants, scenes.regret());
    return new Tournament(
        seed,
        runs,
        contestants,
        regret,
        play(simulation, withoutKeys, scenes.paces()),
        new Admission(
            play(simulation, withoutKeys, scenes.fairness()),
            scenes.sequential().stream()
                .map(scene -> SequentialResults.play(simulation, scene, withoutKeys))
                .toList(),
            regret.stream().filter(results -> results.scene().isHealthy()).toList()));
  }

  private static List<SceneResults> play(
      Simulation simulation, List<Contestant> contestants, List<Scene> scenes) {
    return scenes.stream().map(scene -> SceneResults.play(simulation, scene, contestants)).toList();
  }

  /** The contestants, the best first. */
  List<Standing> standings() {
    return contestants.stream().map(this::standing).sorted(Standing.BETTER_FIRST).toList();
  }

  /** The best of those that may be the default, if any may. */
  Optional<Standing> winner() {
    return standings().stream().filter(Standing::admitted).findFirst();
  }

  private Standing standing(Contestant contestant) {
    return new Standing(
        contestant,
        admission.admits(contestant),
        scenes.stream().map(scene -> new Regret(scene.scene(), scene.regret(contestant))).toList());
  }

  /** The results of the scene with this {@linkplain Scene#name() name}. */
  SceneResults scene(String name) {
    return scenes.stream()
        .filter(results -> results.scene().name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no scene " + name));
  }

  /** The closed form of the central queue in the scene with this name, whose load is steady. */
  ErlangC centralQueue(String name) {
    return scene(name).scene().centralQueue().orElseThrow();
  }

  /** The contestant with this name. */
  Contestant contestant(String name) {
    return contestants.stream()
        .filter(contestant -> contestant.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no contestant " + name));
  }
}
