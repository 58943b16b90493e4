/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.soak;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The page about one run. */
record Report(Soak soak, Findings findings) {

  String page() {
    List<String> violations = findings.violations();
    return introduction()
        + "\n## What happened\n\n**"
        + (violations.isEmpty() ? "All is as it must be." : "Violated:")
        + "**\n"
        + violations.stream().map(it -> "\n- " + it).collect(joining())
        + (violations.isEmpty() ? "" : "\n")
        + findings.examples().stream().map(it -> "  - " + it + "\n").collect(joining())
        + results()
        + fates()
        + incidents();
  }

  private String introduction() {
    return """
        # Soak

        Wrapped clients under load while their pods restart, crash, hang, slow down, answer 503, and
        cut, reset or close connections. This page is written by

            mvn -q -Psoak -pl benchmarks -am -DskipTests package -Dsoak.page=docs/soak.md

        which ends with an error if anything is not as it must be. `-Dsoak.minutes` (10) and
        `-Dsoak.seed` (2026) change it; without `-Dsoak.page` it writes to `benchmarks/target/soak.md`.
        A form of some seconds is part of the tests.

        - **Services**: one over HTTP/1.1, one over HTTP/2 with prior knowledge, one over HTTP/2 with
          TLS, %d pods each, all in one process on the loopback interface. Endpoints change as
          Kubernetes changes them: a pod that ends in good order leaves the list before it closes,
          one that crashes after; a new one is added when it listens, on a new port or on the old
          one's under a new uid.
        - **Clients**: one for each service, wrapped by one load balancer. Retries also on 502, 503 and
          504; connections recycled after 5 s or 500 requests. All else, the budget of the retries too, as
          by default.
        - **Load**: %d requests a second over all services: 60 in 100 are GETs, 10 PUTs, 20 POSTs, 5
          POSTs tagged as idempotent, and 5 GETs that their caller cancels within 10 ms.
        - **Chaos**: at any time up to 2 pods of each service are in trouble.
        - **Machine**: %d cores, %s, Java %s, seed %d.

        | what must be | how it is known |
        |---|---|
        | no idempotent request is lost | each is answered with 200 and its own number, or canceled by its caller. One whose answer breaks off in the caller's hands is counted apart, and its pod must have been in trouble |
        | no other POST is delivered twice | pods count the deliveries of each |
        | a POST fails only where plain OkHttp's would | it was sent, and the pod it went to was in trouble |
        | nothing is in flight at the end | `statistics` |
        | no socket is open after `close` | the clients' `SocketFactory` counts |
        | no thread of ours or OkHttp's is at work after `close` | their stacks; idle ones in a pool may wait out their keep-alive |
        | nothing is left over after `close` | no object that belongs to a call, a connection or an endpoint survives a full collection, the weak maps' keys among them |
        | memory is flat | the heap after full collections, every 15 s: the trend (Theil and Sen) is at most %.0f bytes for each request, less than the smallest object, in runs of at least %d minutes |
        """
        .formatted(
            soak.podsPerService(),
            soak.requestsPerSecond(),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.arch"),
            System.getProperty("java.version"),
            soak.seed(),
            Findings.HEAP_BYTES_PER_REQUEST,
            Findings.LONG_ENOUGH_FOR_A_TREND.toMinutes());
  }

  private String results() {
    return "\n| | |\n|---|--:|\n"
        + row("seconds of load", Long.toString(findings.time().toSeconds()))
        + row("requests", Integer.toString(findings.requests()))
        + row("in flight at the end", Integer.toString(findings.inFlight()))
        + row("sockets made", Integer.toString(findings.socketsCreated()))
        + row("sockets open after `close`", Integer.toString(findings.socketsOpen()))
        + row("threads at work after `close`", Integer.toString(findings.busyThreads().size()))
        + row(
            "objects left over",
            Long.toString(findings.leftovers().values().stream().mapToLong(Long::longValue).sum()))
        + row(
            "heap, first and last quarter of the run, MB (mean)",
            megabytes(0, 0.25) + " and " + megabytes(0.75, 1))
        + row(
            "trend of the heap, bytes for each request",
            findings.tellsTrend() ? number(findings.heapBytesPerRequest()) : "too short to tell");
  }

  private String megabytes(double from, double to) {
    int size = findings.heap().size();
    return number(
        findings.heap().subList((int) (from * size), (int) Math.ceil(to * size)).stream()
                .mapToLong(Long::longValue)
                .average()
                .orElse(Double.NaN)
            / 1e6);
  }

  private String fates() {
    return "\n### The requests\n\n| what became of them | |\n|---|--:|\n"
        + Arrays.stream(Fate.values())
            .map(it -> row(it.toString().replace("*", ""), Long.toString(findings.count(it))))
            .collect(joining());
  }

  private String incidents() {
    return "\n### The chaos\n\n| incident | times |\n|---|--:|\n"
        + Arrays.stream(Incident.values())
            .map(
                it ->
                    row(
                        it.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        Integer.toString(findings.incidents().getOrDefault(it, 0))))
            .collect(joining());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
