/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import java.util.List;
import java.util.stream.Stream;

/**
 * All scenes, in the order of the report. Unless they say otherwise: ten servers with eight slots
 * each, ten clients, Poisson arrivals, exponential service times with mean 1 and keys that are all
 * equally likely.
 */
final class Scenes {
  private final SoundScenes sound;
  private final FaultScenes faults;
  private final FairnessScenes fairness;

  /**
   * Makes the scenes.
   *
   * @param scale how much of the full length is played: 1 for all of it, less for less; above 0.
   *     The shorter, the less the results mean
   */
  Scenes(double scale) {
    this.sound = new SoundScenes(scale);
    this.faults = new FaultScenes(scale);
    this.fairness = new FairnessScenes(scale);
  }

  /**
   * How many clients play: with a small scale, not many more than 20. To make clients that hash
   * keys takes longer than to play a short scene.
   */
  static int clients(int clients, double scale) {
    return Math.min(clients, Math.max(20, (int) (clients * scale)));
  }

  /** The scenes whose regrets decide. */
  List<Scene> regret() {
    return Stream.concat(sound.all().stream(), faults.all().stream()).toList();
  }

  /** The brownout where services are quicker, and where they are slower, than in all the others. */
  List<Scene> paces() {
    return faults.paces();
  }

  /** The scenes of healthy servers that are not quite equal, which decide on admission. */
  List<Scene> fairness() {
    return fairness.unequal();
  }

  /** The scenes for a client that sends one request at a time, which decide on admission too. */
  List<Scene> sequential() {
    return fairness.sequential();
  }
}
