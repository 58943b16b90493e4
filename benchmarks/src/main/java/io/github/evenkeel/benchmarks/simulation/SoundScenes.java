/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The scenes in which no server breaks, slows down or goes. */
final class SoundScenes {
  private static final double SLOTS = 80;

  private final double scale;

  SoundScenes(double scale) {
    this.scale = scale;
  }

  List<Scene> all() {
    List<Scene> scenes = new ArrayList<>();
    for (double load : new double[] {0.7, 0.9, 0.95}) {
      for (int clients : new int[] {1, 10, 100}) {
        scenes.add(even(load, clients));
      }
    }
    scenes.add(even(0.95, 500));
    scenes.add(twoGenerations(10));
    scenes.add(twoGenerations(100));
    scenes.add(shortAndLong());
    scenes.add(streams());
    scenes.add(ramp());
    scenes.add(hotKey());
    return List.copyOf(scenes);
  }

  /** All servers alike. */
  private Scene even(double load, int clients) {
    return Scene.named(
            String.format(Locale.ROOT, "even-%.2f-%d", load, clients),
            String.format(Locale.ROOT, "Even servers, ρ = %.2f, M = %d", load, clients))
        .story("All servers are alike and nothing happens.")
        .clients(Scenes.clients(clients, scale))
        .arrivals(Arrivals.constant(load * SLOTS))
        .duration(500 * scale, 3000 * scale)
        .build();
  }

  /** Old hardware beside new. */
  private Scene twoGenerations(int clients) {
    double slowdown = 2;
    List<Machine> machines = new ArrayList<>();
    machines.addAll(Collections.nCopies(5, Machine.ORDINARY));
    machines.addAll(Collections.nCopies(5, Machine.slower(slowdown)));
    return Scene.named("generations-" + clients, "Two generations of hardware, M = " + clients)
        .story(
            "Half of the servers take twice as long for everything as the others. ρ = 0.9 of what"
                + " all of them can serve.")
        .machines(machines)
        .clients(Scenes.clients(clients, scale))
        .arrivals(Arrivals.constant(0.9 * (SLOTS / 2 + SLOTS / 2 / slowdown)))
        .duration(500 * scale, 3000 * scale)
        .build();
  }

  private Scene shortAndLong() {
    return Scene.named("bimodal", "Short requests and long ones")
        .story(
            "90% of the requests take 2 ms and 10% take 200 ms, which makes a unit 21.8 ms."
                + " ρ = 0.7.")
        .unit(Duration.ofNanos(21_800_000))
        .serviceTimes(ServiceTimes.bimodal(0.1, 100))
        .arrivals(Arrivals.constant(0.7 * SLOTS))
        .duration(500 * scale, 3000 * scale)
        .build();
  }

  private Scene streams() {
    return Scene.named("streams", "Streams beside short requests")
        .story(
            "One request in 500 is a stream: its response begins as soon as that of any other, and"
                + " ends 500 units later on average. About 56 streams are open at a time. ρ = 0.7.")
        .streams(new Streams(0.002, 500))
        .arrivals(Arrivals.constant(0.7 * SLOTS))
        .duration(1000 * scale, 3000 * scale)
        .build();
  }

  private Scene ramp() {
    return Scene.named("ramp", "A day: up to 1.2 times capacity and back")
        .story(
            "The load climbs from ρ = 0.5 to 1.2 and falls back to 0.5, in 1000 units. What"
                + " nobody can serve in time has to wait; the question is how much longer than it"
                + " must.")
        .arrivals(Arrivals.ramp(0.5 * SLOTS, 1.2 * SLOTS, 1000 * scale))
        .duration(200 * scale, 1000 * scale)
        .build();
  }

  private Scene hotKey() {
    return Scene.named("hot-key", "A hot key")
        .story(
            "30% of the requests carry one and the same key; the others' keys are 10 000, all"
                + " equally likely. That is 2.1 servers' worth of one key. ρ = 0.7.")
        .arrivals(Arrivals.constant(0.7 * SLOTS))
        .hotKeyShare(0.3)
        .duration(500 * scale, 3000 * scale)
        .build();
  }
}
