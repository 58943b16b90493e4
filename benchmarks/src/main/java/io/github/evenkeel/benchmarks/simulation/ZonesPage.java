/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static io.github.evenkeel.benchmarks.simulation.Figures.format;

import java.util.List;

/** The page that says what a locality costs and saves. */
final class ZonesPage {
  private final long seed;
  private final List<Zones> scenes;

  ZonesPage(long seed, int requests) {
    this.seed = seed;
    this.scenes = scenes(requests);
  }

  static List<Zones> scenes(int requests) {
    String even = "aaaabbbbcccc";
    return List.of(
        new Zones("Zones alike", even, even, 0.7, "", requests),
        new Zones("A small zone", "aaaaabbbbbcc", even, 0.7, "", requests),
        new Zones("Most callers in one zone", even, "aaaaaaaabbcc", 0.7, "", requests),
        new Zones("A zone is lost", even, even, 0.55, "c", requests));
  }

  String toMarkdown() {
    Markdown page =
        new Markdown()
            .heading(1, "Zones")
            .block(
                """
                What a [locality](locality.md) costs and saves, measured on the classes that ship, \
                driven through their public API in simulated time. This page is written together \
                with [the simulation](simulation.md) by

                    mvn -q -pl benchmarks -am -Psimulation -DskipTests package
                """)
            .block(
                """
                12 callers, each with a load balancer of its own and the default algorithm, send to \
                servers with 4 slots each. Requests arrive as a Poisson process; service times are \
                exponential with a mean of 30 ms. Times are in mean service times. A request to \
                another zone takes no longer, so the tables show what the servers have to bear, \
                and how many requests leave their zone. *Hottest* is the requests of the server \
                that got most, divided by the mean. In the last scene, the servers of a zone are \
                gone after a third of the time, and what comes after that counts.
                """);
    for (Zones scene : scenes) {
      page.heading(2, scene.title())
          .block(
              "Servers in zones `%s`, callers in `%s`, load %s."
                  .formatted(scene.servers(), scene.callers(), format(scene.load(), 2)))
          .tableHead("", "mean", "p99", "leave their zone, %", "hottest");
      for (Zones.Policy policy : Zones.Policy.values()) {
        Zones.Result result = scene.play(policy, seed);
        page.row(
            policy.title(),
            format(result.mean(), 2),
            format(result.p99(), 1),
            format(100 * result.abroad(), 1),
            format(result.hottest(), 2));
      }
    }
    return page.toString();
  }
}
