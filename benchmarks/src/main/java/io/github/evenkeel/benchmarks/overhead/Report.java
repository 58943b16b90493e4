/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.overhead;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The page about one run: how it was measured, the goals and whether they are met, the tables.
 *
 * @param plain calls of wrapped clients that go well
 * @param led what they would come to if they were only led to their endpoint; of the same scenes
 * @param retried calls of wrapped clients that go elsewhere first
 */
record Report(
    int sittings,
    Contest plainContest,
    Map<PlainScene, Comparison> plain,
    Map<PlainScene, Comparison> led,
    Contest retryContest,
    Map<RetryScene, Comparison> retried) {
  static final double RATIO_GOAL = 0.97;

  /** Calls that go well. */
  record PlainScene(Wire wire, int threads) {
    @Override
    public String toString() {
      return wire + ", " + (threads == 1 ? "1 thread" : threads + " threads");
    }
  }

  /** Calls that go elsewhere first. */
  record RetryScene(Wire wire, Detour detour) {
    @Override
    public String toString() {
      return wire + ", " + detour;
    }
  }

  String page() {
    return introduction() + goals() + plainTable() + ledTable() + retryTable();
  }

  private String introduction() {
    return """
        # Overhead

        What a wrapped `OkHttpClient` costs beside a bare one that calls the same server. This page
        is written by

            mvn -q -Poverhead -pl benchmarks -am -DskipTests package

        (with `-Dquick` in a minute or two, to see that it works; such a run writes to
        `benchmarks/target/quick-overhead.md` and its figures mean nothing).

        - **Machine**: %d cores, %s, Java %s (%s), OkHttp %s.
        - **The hard case**: server and clients share one process and its cores, the server answers
          at once with two bytes, nothing is encrypted, and the threads do nothing but call. A call
          that crosses a network, or a service that thinks, takes longer, and the same cost is a
          smaller share of it. The HTTP/1.1 server is a loop over a socket; the HTTP/2 one (prior
          knowledge) is OkHttp's MockWebServer, which is slower.
        - **Side by side**: in one JVM, rounds of %d ms take turns (bare, wrapped, wrapped, bare, …).
          Each pair of neighbouring rounds gives one ratio and one difference; tables show the median
          of %d pairs (%d for retries) and, in brackets, its 95%% confidence interval by order
          statistics.
        - **%d sittings**, and one before them that does not count, each with all scenes and with new
          servers, clients and connections: with few threads, how the system happens to place a
          connection's threads on the processors matters more than what is measured. A ratio clearly
          above 1 can only come from that.
        - **µs per call** are the time of a round divided by the calls that all threads made in it,
          so with 16 threads the reciprocal of the throughput. **CPU** is what the calling threads
          used of the processors, **bytes** are what they allocated; neither counts the server, nor
          the thread that reads an HTTP/2 connection.
        - **Where it goes.** OkHttp lets a call take its own way by overriding settings, and each
          override copies the interceptor chain, as does each interceptor: one that picks and
          overrides an endpoint's `Dns`, `SocketFactory` and `ConnectionPool` (and the proxy, for a
          client that does not say it has none), and one that checks which connection it became. A
          pool of its own costs more than the copy, since OkHttp tells the client's pool of each
          connection that becomes idle, and that has a thread look for what there is to close. All
          this is needed to lead a call to an endpoint, and is measured by itself, as **led**. Beyond
          it there are a listener to the call's events, the lease with its clock reads and counters,
          and the watch for a response that is never closed. A retry adds the call's letting go of
          its connection, which takes a failed call to nowhere, through all interceptors.
        - **Sockets send at once** (`TCP_NODELAY`). By default they wait for acknowledgements in
          between, up to 40 ms, which would hide everything else.
        """
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.arch"),
            System.getProperty("java.version"),
            System.getProperty("java.vm.name"),
            okhttp3.OkHttp.VERSION,
            plainContest.round().toMillis(),
            sittings * plainContest.pairs(),
            sittings * retryContest.pairs(),
            sittings);
  }

  private String goals() {
    return """

        ## Goals

        Of each, how near a call comes that is [only led to its
        endpoint](#a-call-that-is-only-led-to-its-endpoint): what is left is for all the rest.

        | goal | met | the median | only led |
        |---|---|---|---|
        """
        + plain.keySet().stream().map(this::goal).collect(joining());
  }

  private String goal(PlainScene scene) {
    Median ratio = throughputRatio(plain, scene);
    return row(
        "%s: throughput at least %s of the bare client's".formatted(scene, number(RATIO_GOAL, 2)),
        ratio.value() >= RATIO_GOAL ? "yes" : "**no**",
        interval(ratio, 3),
        interval(throughputRatio(led, scene), 3));
  }

  private static Median throughputRatio(Map<PlainScene, Comparison> scenes, PlainScene scene) {
    return requireNonNull(scenes.get(scene), scene::toString).throughputRatio();
  }

  private String plainTable() {
    return """

        ## A call that goes well

        A service with one endpoint, the default options, `GET`.

        | | bare, µs | wrapped, µs | throughput, wrapped / bare | extra µs per call | extra CPU, µs per call | extra bytes per call |
        |---|--:|--:|--:|--:|--:|--:|
        """
        + plain.entrySet().stream()
            .map(it -> figures(it.getKey(), it.getValue()))
            .collect(joining());
  }

  private String ledTable() {
    return """

        ## A call that is only led to its endpoint

        The same calls by a client with an interceptor that makes the three overrides, and a network
        interceptor that does nothing: no pick, no account of the request, no guard, no retry. A
        balancer that leads its calls so cannot cost less.

        | | bare, µs | led, µs | throughput, led / bare | extra µs per call | extra CPU, µs per call | extra bytes per call |
        |---|--:|--:|--:|--:|--:|--:|
        """
        + led.entrySet().stream().map(it -> figures(it.getKey(), it.getValue())).collect(joining());
  }

  private String retryTable() {
    return """

        ## A call that is retried

        One thread; each call goes to one endpoint first, where it is refused or answered with 503,
        and then to another, without a pause. The bare client does the same by hand: it calls the
        one, then the other. So the difference is what the retry costs beyond the two exchanges, and
        includes what wrapping costs a call that goes well.

        | | two bare calls, µs | wrapped with a retry, µs | throughput, wrapped / bare | extra µs per call | extra CPU, µs per call | extra bytes per call |
        |---|--:|--:|--:|--:|--:|--:|
        """
        + retried.entrySet().stream()
            .map(it -> figures(it.getKey(), it.getValue()))
            .collect(joining());
  }

  private static String figures(Object scene, Comparison comparison) {
    return row(
        scene.toString(),
        number(comparison.bareMicros().value(), 1),
        number(comparison.wrappedMicros().value(), 1),
        interval(comparison.throughputRatio(), 3),
        interval(comparison.extraMicros(), 2),
        interval(comparison.extraCpuMicros(), 2),
        interval(comparison.extraBytes(), 0));
  }

  private static String interval(Median median, int decimals) {
    return "%s (%s to %s)"
        .formatted(
            number(median.value(), decimals),
            number(median.low(), decimals),
            number(median.high(), decimals));
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", List.of(cells)) + " |\n";
  }
}
