/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import java.util.List;

/**
 * All scenes as all contestants played them.
 *
 * @param seed where all chance came from
 * @param runs how often each scene was played
 * @param contestants who took part
 * @param scenes what came of it
 * @param paces what came of scenes that the rule does not count: one of the others at other paces,
 *     without those that need keys
 */
record Tournament(
    long seed,
    int runs,
    List<Contestant> contestants,
    List<SceneResults> scenes,
    List<SceneResults> paces) {

  /** Lets all play all. */
  static Tournament play(long seed, int runs, List<Contestant> contestants, Scenes scenes) {
    Simulation simulation = new Simulation(seed, runs);
    return new Tournament(
        seed,
        runs,
        contestants,
        play(simulation, contestants, scenes.all()),
        play(simulation, candidates(contestants), scenes.paces()));
  }

  private static List<SceneResults> play(
      Simulation simulation, List<Contestant> contestants, List<Scene> scenes) {
    return scenes.stream().map(scene -> SceneResults.play(simulation, scene, contestants)).toList();
  }

  /** Those of {@code contestants} that may be the default. */
  private static List<Contestant> candidates(List<Contestant> contestants) {
    return contestants.stream().filter(Contestant::mayBeDefault).toList();
  }

  /** The contestants, the best first. */
  List<Standing> standings() {
    return contestants.stream().map(this::standing).sorted(Standing.BETTER_FIRST).toList();
  }

  /** The best of those that may be the default. */
  Standing winner() {
    return standings().stream()
        .filter(standing -> standing.contestant().mayBeDefault())
        .findFirst()
        .orElseThrow();
  }

  private Standing standing(Contestant contestant) {
    return new Standing(
        contestant,
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
