/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The page about one run: what was measured, the goals and whether they are met, the tables. */
final class Report {
  static final String[] SIZES = {"10", "100", "1000"};

  private static final double CONSTANT_GOAL = 1.5;
  private static final double SCAN_GOAL_AT_100 = 2;
  private static final double SCAN_GOAL_AT_1000 = 5;

  /** One small object; a lease with room for three references and three numbers. */
  private static final double BYTES_GOAL = 48;

  private static final double UPDATE_GOAL = 0.5;

  private final List<Measurement> measurements;
  private final String settings;

  Report(List<Measurement> measurements, String settings) {
    this.measurements = List.copyOf(measurements);
    this.settings = settings;
  }

  String page() throws IOException {
    StringBuilder page = new StringBuilder(introduction());
    page.append(goals());
    for (int threads : threads()) {
      page.append("\n## ")
          .append(threads == 1 ? "One thread" : threads + " threads")
          .append("\n\n");
      page.append(
          "Nanoseconds for begin and end at 10, 100 and 1000 endpoints, with the ratio to the floor"
              + " at the same size, and the bytes allocated at the largest.\n");
      Arrays.stream(Discipline.values()).map(it -> table(it, threads)).forEach(page::append);
    }
    page.append(asShipped()).append(eightInFlight()).append(updates()).append(notes());
    return page.toString();
  }

  private String introduction() throws IOException {
    Properties versions = new Properties();
    try (InputStream in = Report.class.getResourceAsStream("versions.properties")) {
      versions.load(Objects.requireNonNull(in, "versions.properties"));
    }
    Object jmh = versions.remove("JMH");
    String peers =
        new TreeMap<>(versions)
            .entrySet().stream()
                .map(it -> it.getKey() + " " + it.getValue())
                .collect(joining(", "));
    return """
        # Speed

        What beginning and ending a request costs, for every algorithm and side by side with the
        balancers of other libraries, all in one run. This page is written by that run:

            mvn -Pjmh -pl benchmarks/jmh -am -DskipTests verify

        (with `-Dquick` in a few minutes, to see that it works; such a run writes to
        `benchmarks/jmh/target/quick.md` and its figures mean nothing).

        - **Machine**: %d cores, %s, Java %s (%s).
        - **Settings**: JMH %s, %s.
          A fork runs one contender at one size. Times are the median of
          the iterations, ± half the distance between their quartiles.
        - **Peers**: %s.
        - **The floor** is what no balancer that keeps account of requests can do without: two reads
          of the clock, two atomic updates of an endpoint's ledger, and one small lease. It picks
          nothing. It goes through the endpoints in order, which the processor foresees and which
          seldom brings two threads to the same one. **The floor, endpoints at random**, draws a
          random number to choose the ledger, and is the same otherwise. What it takes longer is
          owed to that draw and to memory, with 2 threads to memory that moves between processors,
          and not to a balancer. Goals go by the plain floor.
        - **The scene**: begin and end, one after the other, while as many other requests are in
          flight as there are endpoints. Where a discipline goes by weights, they are 1 to 4 in
          turn; where it goes by keys, 4096 keys take turns.
        - **The same work.** Evenkeel counts requests in flight, measures their time and records
          their outcome. A peer that does less has the missing part of the floor added to it in the
          tables, at the least cost there is: one that only picks has all of it, one that counts has
          the clock, one update for the time, and the lease. What each costs as it ships, and what
          it does, is in a table of its own.
        """
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.arch"),
            System.getProperty("java.version"),
            System.getProperty("java.vm.name"),
            jmh,
            settings,
            peers);
  }

  private String goals() {
    StringBuilder goals =
        new StringBuilder(
            """

            ## Goals

            | goal | met | where it is nearest to the goal, or furthest beyond it |
            |---|---|---|
            """);
    goals.append(
        goal(
            "an algorithm that does not scan: at most 1.5 × the floor, at any size",
            ours().filter(it -> !scans(it)),
            this::timesFloor,
            CONSTANT_GOAL,
            "× the floor"));
    goals.append(
        goal(
            "a full scan: at most 2 × the floor at 100 endpoints",
            ours().filter(it -> scans(it) && it.endpoints() == 100),
            this::timesFloor,
            SCAN_GOAL_AT_100,
            "× the floor"));
    goals.append(
        goal(
            "a full scan: at most 5 × the floor at 1000 endpoints",
            ours().filter(it -> scans(it) && it.endpoints() == 1000),
            this::timesFloor,
            SCAN_GOAL_AT_1000,
            "× the floor"));
    goals.append(
        goal(
            "ahead of every peer of the same discipline, at every size",
            ours().filter(it -> fastestPeer(it).isPresent()),
            this::timesFastestPeer,
            1,
            "× the time of the fastest peer"));
    goals.append(
        goal(
            "at most one small object for each request (" + (int) BYTES_GOAL + " bytes)",
            ours(),
            Measurement::bytes,
            BYTES_GOAL,
            "bytes"));
    goals.append(
        goal(
            "a change of 1 in 5000 endpoints: at most half of building anew",
            named("changeOne"),
            this::timesBuild,
            UPDATE_GOAL,
            "× building"));
    return goals.toString();
  }

  private static String goal(
      String goal,
      Stream<Measurement> held,
      ToDoubleFunction<Measurement> measure,
      double bound,
      String unit) {
    List<Measurement> worstFirst =
        held.sorted(Comparator.comparingDouble(measure).reversed()).toList();
    if (worstFirst.isEmpty()) {
      return row(goal, "–", "not measured");
    }
    List<Measurement> missed =
        worstFirst.stream().filter(it -> measure.applyAsDouble(it) > bound).toList();
    // The three furthest; the tables below have them all.
    int shown = Math.max(1, Math.min(3, missed.size()));
    return row(
        goal,
        missed.isEmpty()
            ? "yes"
            : "**no**, in " + missed.size() + " of " + worstFirst.size() + " measurements",
        worstFirst.stream()
            .limit(shown)
            .map(it -> where(it) + ": " + number(measure.applyAsDouble(it), 2) + " " + unit)
            .collect(joining("; ")));
  }

  private static String where(Measurement it) {
    return it.contender().label()
        + " at "
        + it.endpoints()
        + (it.threads() == 1 ? "" : " with " + it.threads() + " threads");
  }

  private String table(Discipline discipline, int threads) {
    List<Contender> rows =
        Contender.all(it -> it.discipline() == discipline).stream()
            .filter(it -> of("sameWork", it, threads).findAny().isPresent())
            .toList();
    if (rows.isEmpty()) {
      return "";
    }
    return "\n### "
        + (discipline == Discipline.NONE ? "The floor" : discipline)
        + "\n\n| |"
        + Arrays.stream(SIZES).map(it -> it + " |").collect(joining())
        + " B/op |\n|---|"
        + "---:|".repeat(SIZES.length + 1)
        + "\n"
        + rows.stream().map(it -> contenderRow(it, threads)).collect(joining());
  }

  private String contenderRow(Contender contender, int threads) {
    List<String> cells =
        Arrays.stream(SIZES)
            .map(size -> find("sameWork", contender, Integer.parseInt(size), threads))
            .map(it -> it.map(this::timeAndRatio).orElse("–"))
            .toList();
    String bytes =
        of("sameWork", contender, threads)
            .max(Comparator.comparingInt(Measurement::endpoints))
            .map(it -> number(it.bytes(), 0))
            .orElse("–");
    return row(
        Stream.of(Stream.of(contender.label()), cells.stream(), Stream.of(bytes))
            .flatMap(it -> it)
            .toArray(String[]::new));
  }

  private String timeAndRatio(Measurement it) {
    return time(it)
        + (it.contender() == Contender.FLOOR ? "" : " (" + number(timesFloor(it), 2) + "×)");
  }

  private String asShipped() {
    return """

        ## The peers as they ship

        Nanoseconds with one thread for what a peer does by itself, nothing added.

        | | does | 10 | 100 | 1000 |
        |---|---|---:|---:|---:|
        """
        + Contender.all(Contender::isPeer).stream()
            .map(
                peer ->
                    row(
                        Stream.concat(
                                Stream.of(peer.label(), peer.work().toString()),
                                Arrays.stream(SIZES)
                                    .map(
                                        size ->
                                            find(
                                                    peer.work() == Work.MEASURES
                                                        ? "sameWork"
                                                        : "asShipped",
                                                    peer,
                                                    Integer.parseInt(size),
                                                    1)
                                                .map(Report::time)
                                                .orElse("–")))
                            .toArray(String[]::new)))
            .collect(joining());
  }

  private String eightInFlight() {
    return """

        ## With eight requests in flight

        Nanoseconds with one thread at 100 endpoints, when each request ends eight requests after it
        began, so that the endpoints' loads differ.

        | | ns | B/op |
        |---|---:|---:|
        """
        + named("eightInFlight")
            .map(it -> row(it.contender().label(), time(it), number(it.bytes(), 0)))
            .collect(joining());
  }

  private String updates() {
    return """

        ## A change of endpoints

        Microseconds for `setEndpoints` with a list of 5000 of which 1 is new, beside making a
        balancer and giving it 5000.

        | | change | build | change / build |
        |---|---:|---:|---:|
        """
        + named("changeOne")
            .map(
                it ->
                    row(
                        it.contender().label(),
                        time(it),
                        find("build", it.contender(), it.endpoints(), 1)
                            .map(Report::time)
                            .orElse("–"),
                        number(timesBuild(it), 2)))
            .collect(joining());
  }

  private static String notes() {
    return """

        ## What is measured of each peer

        - **gRPC**: the picker of a policy over subchannels that are ready; for `least_request` also
          the stream tracer it hands out, created and closed, which is how it counts. `ring_hash`
          hashes a request header.
        - **Finagle**: a service taken from the balancer and closed, over sessions that are there at
          once, without statistics.
        - **Armeria**: `selectNow` of a static endpoint group; `sticky` hashes the request's path.
        - **Stork**: `selectServiceInstance`, and start, reply and end recorded on the instance;
          without the reactive pipeline around it, and without the lock under which its service
          picks and records where a balancer asks for that.
        - **ServiceTalk**: `selectConnection` with the default outlier detection, over connections
          that are there at once, and the host's request tracker told of begin and end, as the HTTP
          client does. Its `p2c` weighs latency.
        - **Spring**: `choose` on a constant list, waited for as the blocking client does.
        - **Dialogue**: the balanced node selection alone, without the rest of its client; the
          request ends when the answer's future is set.

        Not measured: gRPC's `weighted_round_robin`, whose weights come from servers' load reports
        and which is `round_robin` without them; Finagle's apertures, which choose among a part of
        the endpoints.
        """;
  }

  private Stream<Measurement> ours() {
    return named("sameWork").filter(it -> it.contender().isOurs());
  }

  private static boolean scans(Measurement it) {
    return it.contender().discipline().scans();
  }

  private double timesFloor(Measurement it) {
    return it.time()
        / find("sameWork", Contender.FLOOR, it.endpoints(), it.threads()).orElseThrow().time();
  }

  private double timesFastestPeer(Measurement it) {
    return it.time() / fastestPeer(it).orElseThrow().time();
  }

  private Optional<Measurement> fastestPeer(Measurement ours) {
    return named("sameWork")
        .filter(it -> it.contender().isPeer())
        .filter(it -> it.contender().discipline() == ours.contender().discipline())
        .filter(it -> it.endpoints() == ours.endpoints() && it.threads() == ours.threads())
        .min(Comparator.comparingDouble(Measurement::time));
  }

  private double timesBuild(Measurement it) {
    return it.time() / find("build", it.contender(), it.endpoints(), 1).orElseThrow().time();
  }

  private int[] threads() {
    return named("sameWork").mapToInt(Measurement::threads).distinct().sorted().toArray();
  }

  private Stream<Measurement> named(String benchmark) {
    return measurements.stream().filter(it -> it.benchmark().equals(benchmark));
  }

  private Stream<Measurement> of(String benchmark, Contender contender, int threads) {
    return named(benchmark).filter(it -> it.contender() == contender && it.threads() == threads);
  }

  private Optional<Measurement> find(
      String benchmark, Contender contender, int endpoints, int threads) {
    return of(benchmark, contender, threads).filter(it -> it.endpoints() == endpoints).findAny();
  }

  private static String time(Measurement it) {
    int digits = it.time() < 100 ? 1 : 0;
    return number(it.time(), digits) + " ± " + number(it.error(), digits);
  }

  private static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
