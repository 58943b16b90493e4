/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static io.github.evenkeel.benchmarks.simulation.Figures.format;

/** The page that says what came of a tournament. */
final class Report {
  private static final String INTRODUCTION =
      """
      How evenly each algorithm spreads requests, how long they wait and how many fail: measured \
      on the classes that ship, driven through their public API in simulated time. This page and \
      its plots are written by

          mvn -q -pl benchmarks -am -Psimulation -DskipTests package

      which gives the same bytes every time.
      """;

  private static final String MODEL =
      """
      There are 10 servers. Each has 8 slots and one queue before them, first come first served. \
      M clients share the servers, and each has a balancer of its own. A balancer is told the \
      endpoints and nothing else: it knows only the requests that its own client sent, and at \
      M = 100 those are few. Requests arrive as a Poisson process, each at a client drawn by \
      chance. Service times are exponentially distributed unless a scene says otherwise. ρ is the \
      share of the slots that is busy on average.

      The unit of time is the mean service time of an ordinary healthy server. Algorithms that \
      remember for some time measure it in seconds; for them a unit is 30 ms unless a scene says \
      otherwise. [The end of the page](#the-pace) shows what another pace changes. Clients do not \
      retry, and nothing but the algorithm keeps them from a broken server: no outlier detection, \
      no limits, no slow start. Every request has one of 10 000 affinity keys, which only hash \
      algorithms look at.

      **Wait** is the time in a server's queue. **Response** is the time from the arrival of a \
      request to the beginning of its response. Both are of requests that succeeded. **Max/mean** \
      is the number of requests sent to the server that got most, divided by the mean over the \
      servers. It is computed for each run; the tables show the mean over the runs. **Failures** \
      are the share of requests that failed. Requests that arrive during the warm-up do not count.

      The **central queue** is the limit: one queue before all slots to which nothing happens, so \
      that no slot is idle while a request waits. The tables show it as the same engine simulates \
      it, and in closed form (Erlang C) where service times are exponential. It is left out where \
      servers differ in speed.
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
                interval over these. All algorithms get the very same requests, so differences \
                between them are surer than that.
                """
                    .formatted(tournament.runs(), tournament.seed()))
            .heading(2, "The rule for the default")
            .block(rule());
    new AdmissionSection(tournament).writeTo(page.heading(2, "Admission"));
    new RegretSection(tournament).writeTo(page.heading(2, "The scenes of regret"));
    new DefaultSection(tournament).writeTo(page.heading(2, "The default"));
    new BarsSection(tournament).writeTo(page.heading(2, "The bars"));
    new PaceSection(tournament).writeTo(page.heading(2, "The pace"));
    return page.toString();
  }

  private static String rule() {
    return """
      The default is chosen in two steps.

      **First, admission.** Users come to a load balancer because one pod runs hot. An algorithm \
      that moves requests from one healthy pod to another for a few percent of latency makes that \
      worse. So only an algorithm that is even over healthy servers may be the default:

      - In every scene in which all servers are healthy, and none takes more than 25%% more or less \
      time than an ordinary one, max/mean is at most %s.
      - A client that sends one request at a time over four servers sends %d to %d of any %d \
      requests in a row to each server, with constant and with jittered service times.
      - The scenes of admission have no warm-up. The first request of a client counts.
      - Algorithms that need keys are not admitted, because most requests have none.

      **Second, regret.** The default should be what one regrets least, wherever one happens to \
      use it. In each scene, an algorithm's **regret** is the factor by which it is worse than the \
      best: in the 99th percentile of the response time, or in failures, whichever factor is \
      larger. **The default is the admitted algorithm whose largest regret over all scenes is the \
      smallest.**

      - The worst scene counts and not the mean, because those who use a default have not looked \
      at their scene. An algorithm that is a little better on most days and melts on one is a bad \
      default.
      - Factors, because they can be compared between scenes.
      - The response and not the wait, because a caller sees the response, and no ratio of waits \
      is fair to a queue that is almost always empty.
      - Failures f count as (f + 1%%) / (best f + 1%%). Failures that are rarer than one in a \
      hundred count little, like slow responses beyond the 99th percentile.
      - The regret is infinite if more than 1%% of all requests still wait when the last one \
      arrives: some queue grows without end.
      - The best of a scene is the best of all algorithms that need no keys, admitted or not. So \
      the regret of an admitted algorithm includes what evenness costs.
      - The scenes of the first step whose servers are not quite equal have no regret: sending \
      more requests to the faster servers is what makes the response shorter there.
      """
        .formatted(
            format(Admission.LARGEST_UNEVENNESS, 2),
            Admission.FEWEST,
            Admission.MOST,
            SlidingWindow.SIZE);
  }
}
