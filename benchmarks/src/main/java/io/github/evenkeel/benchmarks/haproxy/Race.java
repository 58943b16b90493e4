/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs all contestants in all scenes, round by round, so that whatever else the machine does falls
 * on all alike. Within a round all get requests with the same service times; each round begins with
 * another contestant.
 *
 * @param warmUpSeconds how long a run lasts before it is measured
 * @param seconds how long it is measured
 */
record Race(double warmUpSeconds, double seconds) {
  static final int PODS = 6;
  static final ServiceTimes TIMES = new ServiceTimes(30_000, ServiceTimes.Shape.LOGNORMAL);

  static final List<Contestant> CONTESTANTS =
      List.of(
          Haproxy.LEASTCONN,
          Haproxy.LEASTCONN_MAXCONN,
          Haproxy.ROUND_ROBIN,
          Haproxy.ROUND_ROBIN_MAXCONN,
          Haproxy.RANDOM,
          Haproxy.RANDOM_MAXCONN,
          Evenkeel.DEFAULT,
          Evenkeel.DEFAULT_LIMITED,
          Evenkeel.LEAST_REQUEST,
          Evenkeel.LEAST_REQUEST_LIMITED,
          Evenkeel.POWER_OF_TWO_CHOICES,
          Evenkeel.PEAK_EWMA);

  /**
   * What the contestants meet.
   *
   * @param slowdown of the one pod that differs from the others; 1 if none does
   * @param callers how many requests are under way at any time
   */
  record Scene(String name, double slowdown, int callers) {
    static final List<Scene> ALL =
        List.of(
            new Scene("S4, all pods alike", 1, 24),
            new Scene("S4, all pods alike", 1, 40),
            new Scene("S5, one pod 4 times slower", 4, 24),
            new Scene("S5, one pod 4 times slower", 4, 40));

    @Override
    public String toString() {
      return name + ", " + callers + " callers";
    }
  }

  /** One round: what came out for all contestants in all scenes. */
  Map<Scene, Heat> round(int number) throws IOException, InterruptedException {
    List<Contestant> order = new ArrayList<>(CONTESTANTS);
    Collections.rotate(order, -number);
    Map<Scene, Heat> heats = new LinkedHashMap<>();
    for (Scene scene : Scene.ALL) {
      Map<Contestant, Outcome> outcomes = new LinkedHashMap<>();
      for (Contestant contestant : order) {
        outcomes.put(contestant, run(scene, contestant, number));
      }
      heats.put(scene, new Heat(outcomes));
    }
    return heats;
  }

  /** A single run. */
  Outcome run(Scene scene, Contestant contestant, long seed)
      throws IOException, InterruptedException {
    try (Pods pods = Pods.start(PODS)) {
      pods.all().get(0).slowDown(scene.slowdown());
      try (Route route = contestant.open(pods.all());
          ClosedLoop loop = ClosedLoop.start(route, scene.callers(), TIMES, seed)) {
        long from = Clock.after(Clock.now(), warmUpSeconds);
        long to = Clock.after(from, seconds);
        Clock.sleepUntil(from);
        pods.all().forEach(Pod::forgetDeepestQueue);
        Clock.sleepUntil(to);
        int deepestQueue = pods.all().stream().mapToInt(Pod::deepestQueue).max().orElseThrow();
        Exchanges measured = Exchanges.between(from, to, loop.exchanges());
        return new Outcome(
            measured.work() / (seconds * pods.capacity(TIMES.meanSeconds())),
            measured.millis(0.5),
            measured.millis(0.99),
            deepestQueue,
            PODS * pods.all().stream().mapToDouble(measured::shareOf).max().orElseThrow());
      }
    }
  }
}
