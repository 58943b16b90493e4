/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** The scenes in which something is wrong with a server, or happens to it. */
final class FaultScenes {
  private static final double SLOTS = 80;
  private static final double SLOTS_OF_NINE = 72;

  /** By how much a server in a brownout is slower. */
  private static final double SLOWDOWN = 5;

  private final double scale;

  FaultScenes(double scale) {
    this.scale = scale;
  }

  List<Scene> all() {
    return List.of(
        brownout(10),
        brownout(100),
        recovery(10),
        recovery(100),
        pauses(),
        blackHole(),
        failingFast(),
        lowRateSlow(),
        lowRateFailing(),
        coldHost(),
        rollingRestart());
  }

  /** The brownout at other paces. */
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

  /** One server is slow all the time. */
  private Scene brownout(int clients) {
    return brownout(
        "brownout-" + clients, "Brownout, M = " + clients, clients, Duration.ofMillis(30));
  }

  private Scene brownout(String name, String title, int clients, Duration unit) {
    return Scene.named(name, title)
        .story(
            "One of the servers takes five times as long for everything, from the beginning to"
                + " the end. ρ = 0.7 of the capacity that remains.")
        .clients(Scenes.clients(clients, scale))
        .unit(unit)
        .arrivals(Arrivals.constant(0.7 * (SLOTS_OF_NINE + (SLOTS - SLOTS_OF_NINE) / SLOWDOWN)))
        .duration(500 * scale, 3000 * scale)
        .sound(9)
        .at(-500 * scale, fleet -> fleet.turn(0, Condition.slower(SLOWDOWN)))
        .build();
  }

  private Scene recovery(int clients) {
    return Scene.named("recovery-" + clients, "Recovery after a brownout, M = " + clients)
        .story(
            "One of the servers takes five times as long for everything during the warm-up, from"
                + " -500 on, and is healthy again at 0. The minute after that is measured. *Its"
                + " share* is the number of requests that this server gets in that minute, divided"
                + " by the mean over the servers: 1 if it is trusted again at once. ρ = 0.7 of the"
                + " ten.")
        .clients(Scenes.clients(clients, scale))
        .arrivals(Arrivals.constant(0.7 * SLOTS))
        .duration(600 * scale, 2000 * scale)
        .at(-500 * scale, fleet -> fleet.turn(0, Condition.slower(SLOWDOWN)))
        .at(0, fleet -> fleet.turn(0, Condition.HEALTHY))
        .watch(0)
        .build();
  }

  private Scene pauses() {
    double period = 5000 / 30.0;
    double length = 200 / 30.0;
    double warmUp = 500 * scale;
    double window = 3000 * scale;
    Scene.Builder scene =
        Scene.named("pauses", "Pauses")
            .story(
                "Every server stops for 200 ms every 5 s, as for garbage collection, one server"
                    + " after another. ρ = 0.7 without the pauses. The central queue has none.")
            .arrivals(Arrivals.constant(0.7 * SLOTS))
            .duration(warmUp, window);
    for (int i = 0; -warmUp + i * period / 10 < window; i++) {
      int seat = i % 10;
      scene.at(-warmUp + i * period / 10, fleet -> fleet.pause(seat, length));
    }
    return scene.build();
  }

  private Scene blackHole() {
    return Scene.named("black-hole", "A black hole")
        .story(
            "At 0, one of the servers stops responding; it still accepts what it is sent. Clients"
                + " wait at most 10 units for a response, from any server. ρ = 0.7 of the capacity"
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
            "From 0 on, one of the servers responds to everything with an error, after 0.01"
                + " units. ρ = 0.7 of the capacity that remains.")
        .arrivals(Arrivals.constant(0.7 * SLOTS_OF_NINE))
        .duration(200 * scale, 3000 * scale)
        .sound(9)
        .at(0, fleet -> fleet.turn(0, Condition.FAILING))
        .build();
  }

  private Scene lowRateSlow() {
    return lowRate("low-rate-slow", "Low-rate clients and a slow host")
        .story(
            "100 clients send 0.2 to 2 requests a second each, so that nobody waits for a slot. One"
                + " of the servers takes five times as long for everything, from the beginning to"
                + " the end.")
        .duration(2000 * scale, 10_000 * scale)
        .at(-2000 * scale, fleet -> fleet.turn(0, Condition.slower(SLOWDOWN)))
        .build();
  }

  private Scene lowRateFailing() {
    return lowRate("low-rate-failing", "Low-rate clients and a failing host")
        .story(
            "100 clients send 0.2 to 2 requests a second each. From 0 on, one of the servers"
                + " responds to everything with an error, after 0.01 units.")
        .duration(1000 * scale, 10_000 * scale)
        .at(0, fleet -> fleet.turn(0, Condition.FAILING))
        .build();
  }

  /** 1.1 requests a second from each of 100 clients on average. */
  private Scene.Builder lowRate(String name, String title) {
    return Scene.named(name, title)
        .clients(Scenes.clients(100, scale))
        .busiest(10)
        .arrivals(Arrivals.constant(100 * 1.1 * 0.030))
        .sound(9);
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
}
