/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static io.github.evenkeel.benchmarks.simulation.Figures.format;
import static io.github.evenkeel.benchmarks.simulation.Figures.percent;

/** The page that says what came of a tournament. */
final class Report {
  private static final String INTRODUCTION =
      """
      How long requests wait under each algorithm, how evenly they spread and how many fail: \
      measured on the classes that ship, driven through their public API in simulated time. This \
      page and its plots are written by

          mvn -q -pl benchmarks -am -Psimulation -DskipTests package

      which gives the same bytes every time.
      """;

  private static final String MODEL =
      """
      Servers have 8 slots each and one queue before them, first come first served; there are 10. \
      M clients, each with a balancer of its own, share them. Nobody tells a balancer anything but \
      the endpoints: it knows only the requests that it sent itself, and at M = 100 those are few. \
      Requests arrive as a Poisson process, each at a client drawn by chance, and take an \
      exponentially distributed time to serve. ρ is the share of the slots that is busy on average.

      The unit of time is the mean service time of a healthy server. Algorithms that remember \
      measure in seconds; for them a unit is 30 ms, and what another pace would change stands [at \
      the end](#the-pace). Clients do not retry, and nothing but the \
      algorithm itself keeps them from a broken server: no outlier detection, no limits, no slow \
      start. Every request has one of 10 000 affinity keys, which only hash algorithms look at.

      **Wait** is the time in a server's queue and **response** the time from arrival to answer, \
      both of requests that succeeded. **Max/mean** is the number of requests sent to the server \
      that got most, over the mean. **Failures** are the share of requests that failed. Requests \
      that arrive during the warm-up do not count.

      The **central queue** is the limit: all slots that nothing happens to, behind one queue, so \
      that none is ever idle while a request waits. It stands in each table twice, simulated by \
      the same engine and in closed form (Erlang C).
      """;

  private static final String RULE =
      """
      The default should be what one regrets least, wherever one happens to use it. In each scene, \
      an algorithm's **regret** is the factor by which it is worse than the best: in the 99th \
      percentile of the response time, or in failures, whichever factor is the larger. \
      **The default is the algorithm whose largest regret over all scenes is the smallest.**

      - The worst scene counts and not the mean, because those who use a default have not looked \
      at their scene; an algorithm that is a little better on most days and melts on one is a \
      bad default.
      - Factors, because they can be compared between scenes.
      - The response and not the wait, because it is what a caller sees, and no ratio of waits is \
      fair to a queue that is almost always empty.
      - Failures f count as (f + 1%) / (best f + 1%): like slow responses at the 99th \
      percentile, those below one in a hundred count little.
      - Where more than 1% of all requests still wait when the last one arrives, some queue grows \
      without end: the regret is infinite.
      - Algorithms that need keys take part but cannot be the default.
      """;

  private final Tournament tournament;

  Report(Tournament tournament) {
    this.tournament = tournament;
  }

  /** Returns the page, which expects the plots in the folder {@code simulation} beside it. */
  String toMarkdown() {
    Markdown page =
        new Markdown()
            .heading(1, "Simulation")
            .block(INTRODUCTION)
            .heading(2, "The model")
            .block(MODEL)
            .block(
                """
                Each scene is played %d times, from seed %d; ± is half the 95%% confidence \
                interval over these. All algorithms get the very same requests, so that \
                differences between them are surer than that.
                """
                    .formatted(tournament.runs(), tournament.seed()))
            .heading(2, "The rule for the default")
            .block(RULE)
            .heading(2, "The scenes");
    tournament.scenes().forEach(scene -> writeScene(page, scene));
    writeStandings(page.heading(2, "The default"));
    writeBars(page.heading(2, "The bars"));
    writePaces(page.heading(2, "The pace"));
    return page.toString();
  }

  private void writeScene(Markdown page, SceneResults results) {
    Scene scene = results.scene();
    page.heading(3, scene.title())
        .block(
            "%s M = %d. Warm-up %s, measured %s units."
                .formatted(
                    scene.story(),
                    scene.clients(),
                    format(scene.warmUp(), 0),
                    format(scene.window(), 0)))
        .tableHead(
            "algorithm", "mean wait", "p99 wait", "p99 response", "max/mean", "failures", "regret");
    scene
        .centralQueue()
        .ifPresent(
            queue ->
                page.row(
                    "*central queue, Erlang C*",
                    format(queue.meanWait(), 3),
                    format(queue.waitQuantile(0.99), 2),
                    format(queue.responseQuantile(0.99), 2),
                    "",
                    "",
                    ""));
    Result central = results.central();
    page.row(
        "*central queue, simulated*",
        format(central.meanWait(), 3),
        format(central.p99Wait(), 2),
        format(central.p99Response(), 2),
        "",
        "",
        "");
    for (Contestant contestant : tournament.contestants()) {
      Result result = results.get(contestant);
      page.row(
          contestant.name(),
          format(result.meanWait(), 3),
          format(result.p99Wait(), 2),
          format(result.p99Response(), 2),
          format(result.unevenness().mean(), 2),
          percent(result.failures()),
          format(results.regret(contestant), 2));
    }
  }

  private void writeStandings(Markdown page) {
    page.block("![Waiting at ρ = 0.95](simulation/waiting.svg)")
        .block("![Response in a brownout](simulation/brownout.svg)")
        .block("![Regret over all scenes](simulation/regret.svg)")
        .block("By the rule above, the best first:")
        .tableHead("algorithm", "largest regret", "in the scene", "geometric mean over all");
    for (Standing standing : tournament.standings()) {
      page.row(
          standing.contestant().name() + (standing.contestant().mayBeDefault() ? "" : " (by key)"),
          format(standing.worst().factor(), 2),
          standing.worst().scene().title(),
          format(standing.typical(), 2));
    }
    Standing winner = tournament.winner();
    page.block(
        "**`%s` wins**: nowhere is it more than %s times as bad as the best."
            .formatted(winner.contestant().name(), format(winner.worst().factor(), 2)));
  }

  private void writeBars(Markdown page) {
    double central = tournament.centralQueue("even-0.95-10").meanWait();
    Estimate wait =
        tournament.scene("even-0.95-10").get(tournament.contestant("leastRequest")).meanWait();
    page.tableHead("bar", "limit", "measured", "")
        .row(
            "`leastRequest`, M = 10, ρ = 0.95: mean wait at most twice the central queue's",
            format(2 * central, 3),
            format(wait, 3),
            verdict(wait, 2 * central));
    Contestant winner = tournament.winner().contestant();
    writeBrownoutBar(page, "M = 10", tournament.scene("brownout-10").get(winner));
    writeBrownoutBar(page, "M = 100", tournament.scene("brownout-100").get(winner));
    writeBrownoutBar(page, "M = 100, a unit of 10 ms", tournament.paces().get(0).get(winner));
    writeBrownoutBar(page, "M = 100, a unit of 100 ms", tournament.paces().get(1).get(winner));
  }

  private void writeBrownoutBar(Markdown page, String variant, Result result) {
    double limit = 1.1 * tournament.centralQueue("brownout-100").responseQuantile(0.99);
    page.row(
        """
        The default, brownout, %s: p99 response at most 1.1 times the central queue's, \
        whose servers are all fast"""
            .formatted(variant),
        format(limit, 2),
        format(result.p99Response(), 2),
        verdict(result.p99Response(), limit));
  }

  private void writePaces(Markdown page) {
    page.block(
            """
            Peak EWMA forgets within 10 s by default, and a host that was slow is tried again when \
            it is forgotten. How many requests that costs depends on how many are sent within \
            10 s: the quicker the services and the busier the clients, the less. Here is the 99th \
            percentile of the response in the brownout with 100 clients when a unit is 10, 30 and \
            100 ms long, which is 51, 17 and 5 requests a second from each client. Only the unit \
            of 30 ms counts for the rule.
            """)
        .tableHead("algorithm", "10 ms", "30 ms", "100 ms");
    for (Contestant contestant : tournament.paces().get(0).results().keySet()) {
      page.row(
          contestant.name(),
          format(tournament.paces().get(0).get(contestant).p99Response(), 2),
          format(tournament.scene("brownout-100").get(contestant).p99Response(), 2),
          format(tournament.paces().get(1).get(contestant).p99Response(), 2));
    }
  }

  private static String verdict(Estimate measured, double limit) {
    return measured.mean() <= limit
        ? "met"
        : "**missed** by %s times".formatted(format(measured.mean() / limit, 2));
  }
}
