/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The page about one run: how it was measured, and a table for each scene. */
record Report(
    Plan plan,
    String haproxyVersion,
    Standings standings,
    Map<Evenkeel, List<ColdPod.Result>> coldPod,
    Map<Evenkeel, List<EvenSpread.Result>> evenSpread) {

  String page() {
    return introduction() + race() + coldPodScene() + evenSpreadScene();
  }

  private String introduction() {
    return """
        # Beside HAProxy

        Wrapped clients beside a plain `OkHttpClient` with HAProxy in front of the pods, on real
        sockets. This page is written by

            mvn -q -Phaproxy -pl benchmarks -am -DskipTests package

        It takes about 15 minutes and needs `haproxy` on the `PATH` (`apt-get install haproxy`). With
        `-Dquick` it takes two, to see that it works, and writes to
        `benchmarks/target/quick-haproxy.md`; those figures mean nothing. How much is measured may be
        set; this run had

            -Dhaproxy.rounds=%d -Dhaproxy.warmup=%s -Dhaproxy.seconds=%s -Dhaproxy.life=%s

        - **Machine**: %d cores, %s, Java %s (%s), OkHttp %s, %s.
        - **Pods** are HTTP/1.1 servers on the loopback interface, in the process of the callers. A
          pod serves %d requests at once; the others wait in the order of their arrival. Serving a
          request is waiting for a timer, so pods do not compete for the processor.
        - **Callers** send a request, wait for its response, and send the next one at once.
        - **HAProxy** is a child process,
          [configured](%s)
          with servers that are all alike, no health checks, and defaults for everything else. Its
          client keeps up to 64 idle connections, as many as a wrapped client keeps to each pod; with
          OkHttp's 5 it would connect again and again.
        - **Evenkeel** runs with its defaults except for the algorithm, where *default* means that none
          was set, and for the limit, which is `ConcurrencyLimit.of(4)` as HAProxy's `maxconn 4`.
        - **Loopback** makes HAProxy's extra hop look cheaper than it is in a cluster.

        """
        .formatted(
            plan.rounds(),
            seconds(plan.warmUpSeconds()),
            seconds(plan.seconds()),
            seconds(plan.lifeSeconds()),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.arch"),
            System.getProperty("java.version"),
            System.getProperty("java.vm.name"),
            okhttp3.OkHttp.VERSION,
            haproxyVersion,
            Pod.WORKERS,
            "../benchmarks/src/main/java/io/github/evenkeel/benchmarks/haproxy/HaproxyConfig.java");
  }

  private String race() {
    return format(
            """
            ## Share of capacity and response times

            %d pods; service times are lognormal with a mean of %.0f ms (on the slow pod, of 4 times as
            much) and a deviation of the logarithm of %.1f.

            - **Share of capacity**: the work done per second, divided by the capacity. A request's work
              is the service time that it asks for divided by the mean, so 1 on average. The capacity is
              the sum over the pods of their workers divided by the mean service time there: %.0f requests
              a second if all pods are alike, %.0f if one is 4 times slower.
            - **Rounds**: %d. In each one all contestants run in all scenes, with the same service times,
              one contestant after the other. A run starts with new pods, clients and connections, and a
              new HAProxy; after %s s it is measured for %s s. So what an algorithm learns in a longer
              time does not show here; with `-Dhaproxy.warmup` it does. Figures are medians over the rounds.
            - **Ratio**: the contestant's figure divided by that of the best HAProxy of the same round:
              the median, and in brackets the lowest and the highest one. For shares more is better, for
              times less.
            - **Deepest queue at a pod**: how many requests waited there at once, at most.
            - **Most / mean**: the responses of the pod that gave most, divided by the mean over the pods.
            - HAProxy's round robin is the best by p50 where one pod is slow and callers are many: most
              callers wait at the slow pod, and the few others meet idle pods. Its share tells.

            """,
            Race.PODS,
            Race.TIMES.meanMicros() / 1e3,
            ServiceTimes.Shape.SIGMA,
            Race.PODS * Pod.WORKERS / Race.TIMES.meanSeconds(),
            (Race.PODS - 0.75) * Pod.WORKERS / Race.TIMES.meanSeconds(),
            plan.rounds(),
            seconds(plan.warmUpSeconds()),
            seconds(plan.seconds()))
        + Race.Scene.ALL.stream().map(this::sceneTable).collect(joining());
  }

  private String sceneTable(Race.Scene scene) {
    String header =
        Arrays.stream(Figure.values())
            .map(it -> " " + it.label() + (it.isCompared() ? " | ratio |" : " |"))
            .collect(joining());
    String rows =
        Race.CONTESTANTS.stream()
            .map(
                contestant ->
                    "| "
                        + contestant.label()
                        + " |"
                        + Arrays.stream(Figure.values())
                            .map(figure -> cells(scene, contestant, figure))
                            .collect(joining())
                        + "\n")
            .collect(joining());
    return "### " + scene + "\n\n| |" + header + "\n|---" + "|--:".repeat(8) + "|\n" + rows + "\n";
  }

  private String cells(Race.Scene scene, Contestant contestant, Figure figure) {
    double median = Statistics.median(standings.figures(scene, contestant, figure));
    if (!figure.isCompared()) {
      return format(" " + figure.format() + " |", median);
    }
    double[] ratios = standings.ratios(scene, contestant, figure);
    return format(
        " " + figure.format() + " | %.2f (%.2f to %.2f) |",
        median,
        Statistics.median(ratios),
        Arrays.stream(ratios).min().orElseThrow(),
        Arrays.stream(ratios).max().orElseThrow());
  }

  private String coldPodScene() {
    String rows =
        ColdPod.CONTESTANTS.stream()
            .map(
                contestant -> {
                  List<ColdPod.Result> results = coldPod.getOrDefault(contestant, List.of());
                  return format(
                      "| %s | %.0f | %s |\n",
                      contestant.label(),
                      Statistics.median(
                          results.stream().mapToDouble(ColdPod.Result::p99).toArray()),
                      wait(
                          Statistics.median(
                              results.stream()
                                  .mapToDouble(ColdPod.Result::secondsToShare)
                                  .toArray())));
                })
            .collect(joining());
    return format(
            """
            ## A cold pod

            %d pods; service times are exponential with a mean of %.0f ms; %d callers. After %s s a
            further pod joins, which for its first %s s takes %.0f times as long for everything. Medians;
            rounds: %d.

            - **p99** is that of the responses that ended while the pod was cold.
            - **Its share**: in windows of %s s since it became warm, the begin of the first one in which
              it gave at least %.0f%% of its fair share (%.0f%%) of the responses. None is waited for
              longer than %s s.

            | | p99, ms | has its share after, s |
            |---|--:|--:|
            """,
            ColdPod.PODS,
            ColdPod.TIMES.meanMicros() / 1e3,
            ColdPod.CALLERS,
            seconds(ColdPod.LIFE_SECONDS),
            seconds(ColdPod.COLD_SECONDS),
            ColdPod.SLOWDOWN,
            plan.roundsBeside(),
            seconds(ColdPod.WINDOW_SECONDS),
            100 * ColdPod.ENOUGH,
            100 * ColdPod.FAIR_SHARE,
            seconds(ColdPod.WINDOWS * ColdPod.WINDOW_SECONDS))
        + rows
        + "\n";
  }

  private static String wait(double waited) {
    return Double.isInfinite(waited)
        ? "not within " + seconds(ColdPod.WINDOWS * ColdPod.WINDOW_SECONDS)
        : seconds(waited);
  }

  private String evenSpreadScene() {
    String rows =
        EvenSpread.CONTESTANTS.stream()
            .map(
                contestant -> {
                  List<EvenSpread.Result> results = evenSpread.getOrDefault(contestant, List.of());
                  return "| "
                      + contestant.label()
                      + " | "
                      + results.stream()
                          .map(
                              it ->
                                  it.sequential().stream()
                                      .map(String::valueOf)
                                      .collect(joining("/")))
                          .collect(joining(", "))
                      + " | "
                      + results.stream()
                          .map(it -> format("%.2f", it.maxToMean()))
                          .collect(joining(", "))
                      + " |\n";
                })
            .collect(joining());
    return format(
            """
            ## An even spread, after some use

            %d equal pods; service times are lognormal with a mean of %.0f ms. After %s s of requests by
            %d callers, %d requests one after the other; after those, %d requests by each of %d callers.
            Rounds: %d; each is shown.

            | | %d in sequence: requests of each pod | %d callers: most requests of a pod / mean |
            |---|---|---|
            """,
            EvenSpread.PODS,
            EvenSpread.TIMES.meanMicros() / 1e3,
            seconds(plan.lifeSeconds()),
            EvenSpread.CALLERS,
            EvenSpread.SEQUENTIAL_REQUESTS,
            EvenSpread.REQUESTS_EACH,
            EvenSpread.CALLERS,
            plan.roundsBeside(),
            EvenSpread.SEQUENTIAL_REQUESTS,
            EvenSpread.CALLERS)
        + rows;
  }

  /** Without a fraction if there is none. */
  private static String seconds(double seconds) {
    return seconds == Math.rint(seconds) ? format("%.0f", seconds) : Double.toString(seconds);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
