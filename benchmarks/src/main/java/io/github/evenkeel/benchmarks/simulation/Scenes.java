/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The scenes. Unless they say otherwise: ten servers with eight slots each, ten clients, Poisson
 * arrivals, exponential service times with mean 1 and keys that are all equally likely.
 */
final class Scenes {
  private static final double SLOTS = 80;
  private static final double SLOTS_OF_NINE = 72;

  /** How much of the full length is played; the shorter, the less the results mean. */
  private final double scale;

  /**
   * Makes the scenes.
   *
   * @param scale 1 for the full length, less for less; above 0
   */
  Scenes(double scale) {
    this.scale = scale;
  }

  /** All scenes, in the order of the report. */
  List<Scene> all() {
    List<Scene> scenes = new ArrayList<>();
    for (double load : new double[] {0.7, 0.9, 0.95}) {
      for (int clients : new int[] {1, 10, 100}) {
        scenes.add(even(load, clients));
      }
    }
    scenes.add(brownout(10));
    scenes.add(brownout(100));
    scenes.add(blackHole());
    scenes.add(failingFast());
    scenes.add(coldHost());
    scenes.add(rollingRestart());
    scenes.add(ramp());
    scenes.add(hotKey());
    return List.copyOf(scenes);
  }

  /** The brownout where services are quicker, and where they are slower, than in all the others. */
  List<Scene> paces() {
    return IntStream.of(10, 100)
        .mapToObj(
            millis ->
                brownout(
                    "pace-" + millis,
                    "Brownout, M = 100, unit " + millis + " ms",
                    100,
                    Duration.ofMillis(millis)))
        .toList();
  }

  /** All servers alike. */
  private Scene even(double load, int clients) {
    return Scene.named(
            String.format(Locale.ROOT, "even-%.2f-%d", load, clients),
            String.format(Locale.ROOT, "Even servers, ρ = %.2f, M = %d", load, clients))
        .story("All servers are alike and nothing happens.")
        .clients(clients)
        .arrivals(Arrivals.constant(load * SLOTS))
        .duration(500 * scale, 3000 * scale)
        .build();
  }

  /** One server is slow all the time. */
  private Scene brownout(int clients) {
    return brownout(
        "brownout-" + clients, "Brownout, M = " + clients, clients, Duration.ofMillis(30));
  }

  private Scene brownout(String name, String title, int clients, Duration unit) {
    double slowdown = 5;
    return Scene.named(name, title)
        .story(
            "One of the servers takes five times as long for everything, from the beginning to"
                + " the end. ρ = 0.7 of the capacity that remains.")
        .clients(clients)
        .unit(unit)
        .arrivals(Arrivals.constant(0.7 * (SLOTS_OF_NINE + (SLOTS - SLOTS_OF_NINE) / slowdown)))
        .duration(500 * scale, 3000 * scale)
        .sound(9)
        .at(-500 * scale, fleet -> fleet.turn(0, Condition.slower(slowdown)))
        .build();
  }

  private Scene blackHole() {
    return Scene.named("black-hole", "A black hole")
        .story(
            "At 0, one of the servers stops answering; it still accepts what it is sent. Clients"
                + " wait at most 10 units for an answer, from any server. ρ = 0.7 of the capacity"
                + " that remains.")
        .arrivals(Arrivals.constant(0.7 * SLOTS_OF_NINE))
        .timeout(10)
        .duration(200 * scale, 3000 * scale)
        .sound(9)
        .at(0, fleet -> fleet.turn(0, Condition.HANGING))
        .build();
  }

  private Scene failingFast() {
    return Scene.named("failing-fast", "A host that fails fast")
        .story(
            "At 0, one of the servers begins to answer everything with an error, after 0.01"
                + " units. ρ = 0.7 of the capacity that remains.")
        .arrivals(Arrivals.constant(0.7 * SLOTS_OF_NINE))
        .duration(200 * scale, 3000 * scale)
        .sound(9)
        .at(0, fleet -> fleet.turn(0, Condition.FAILING))
        .build();
  }

  private Scene coldHost() {
    double coldFor = 100 * scale;
    return Scene.named("cold-host", "A cold new host")
        .story(
            "Nine servers are joined by a tenth at 0, which takes ten times as long for"
                + " everything during its first 100 units. ρ = 0.7 of the ten.")
        .arrivals(Arrivals.constant(0.7 * SLOTS))
        .duration(200 * scale, 400 * scale)
        .sound(9)
        .at(-200 * scale, fleet -> fleet.leave(9, 0))
        .at(0, fleet -> fleet.join(9, 0, Condition.slower(10)))
        .at(coldFor, fleet -> fleet.turn(9, Condition.HEALTHY))
        .build();
  }

  private Scene rollingRestart() {
    double period = 200 * scale;
    Scene.Builder scene =
        Scene.named("rolling-restart", "A rolling restart")
            .story(
                "One after the other, each of the servers is replaced. It stops accepting"
                    + " connections and finishes what it has; the clients learn that it is gone"
                    + " within 30 units, each at a time of its own. 100 units after the stop a new"
                    + " server is ready in its place, of which the clients learn within 30 units"
                    + " too. The next server stops 100 units later. ρ = 0.7 of the ten.")
            .arrivals(Arrivals.constant(0.7 * SLOTS))
            .duration(period, 10 * period)
            .sound(9);
    for (int i = 0; i < 10; i++) {
      int seat = i;
      double stop = seat * period;
      scene
          .at(stop, fleet -> fleet.turn(seat, Condition.REFUSING))
          .at(stop, fleet -> fleet.leave(seat, 0.15 * period))
          .at(stop + period / 2, fleet -> fleet.join(seat, 0.15 * period, Condition.HEALTHY));
    }
    return scene.build();
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
