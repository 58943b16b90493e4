/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.Algorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Plays scenes. All chance comes from its seed. */
final class Simulation {
  private final long seed;
  private final int runs;

  /**
   * Makes a simulation.
   *
   * @param seed where all chance comes from
   * @param runs how often each scene is played, each time with other chance; 1 to 10
   */
  Simulation(long seed, int runs) {
    this.seed = seed;
    this.runs = runs;
  }

  /** Plays {@code scene} with clients that balance by {@code algorithm}. */
  Result play(Scene scene, Algorithm algorithm) {
    return play(
        scene,
        (events, measurements, chance) ->
            new Fleet(events, scene, algorithm, measurements, chance));
  }

  /** Plays {@code scene} with one queue before the servers to which nothing happens. */
  Result playCentralQueue(Scene scene) {
    return play(
        scene,
        (events, measurements, chance) ->
            new CentralQueue(events, scene.soundSlots(), measurements));
  }

  private Result play(Scene scene, Stage stage) {
    Random seeds = new Random(seed);
    List<Run> played = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      played.add(playOnce(scene, stage, seeds.nextLong(), seeds.nextLong()));
    }
    return Result.of(played);
  }

  private static Run playOnce(Scene scene, Stage stage, long workloadSeed, long stageSeed) {
    EventQueue events = new EventQueue(VirtualTime.ticks(-scene.warmUp()));
    Measurements measurements = new Measurements(events, scene);
    Dispatcher dispatcher = stage.set(events, measurements, new Random(stageSeed));
    new Workload(events, scene, new Random(workloadSeed)).flowTo(dispatcher);
    events.at(
        VirtualTime.ticks(scene.window()), () -> measurements.waitingAtEnd(dispatcher.waiting()));
    events.run();
    return measurements.summary();
  }

  /**
   * Plays {@code scene} with a single client that sends one request at a time, however many the
   * scene says that arrive.
   */
  WindowRange playSequentially(Scene scene, Algorithm algorithm) {
    Random seeds = new Random(seed);
    WindowRange range = playSequentiallyOnce(scene, algorithm, seeds);
    for (int run = 1; run < runs; run++) {
      range = range.and(playSequentiallyOnce(scene, algorithm, seeds));
    }
    return range;
  }

  private static WindowRange playSequentiallyOnce(Scene scene, Algorithm algorithm, Random seeds) {
    EventQueue events = new EventQueue(0);
    Workload workload = new Workload(events, scene, new Random(seeds.nextLong()));
    SequentialClient client = new SequentialClient(events, scene, workload);
    client.start(new Fleet(events, scene, algorithm, client, new Random(seeds.nextLong())));
    events.run();
    return client.range();
  }

  /** Sets up what the requests of one run meet. */
  private interface Stage {
    Dispatcher set(EventQueue events, Measurements measurements, Random chance);
  }
}
