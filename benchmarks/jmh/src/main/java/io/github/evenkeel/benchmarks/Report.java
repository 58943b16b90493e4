/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.openjdk.jmh.util.ListStatistics;

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
          and not to a balancer. **Leases end once** adds the atomic update by which a lease that
          several threads end is counted once, as each of Evenkeel's is; **endpoints by a key** looks
          at the key of one of 4096 requests, and hashes it. Goals go by the plain floor.
        - **The scene**: begin and end, one after the other, while as many other requests are in
          flight as there are endpoints. Where a discipline goes by weights, they are 1 to 4 in
          turn; where it goes by keys, 4096 keys take turns.
        - **The same work.** Evenkeel counts requests in flight, measures their time and records
          their outcome. A peer that does less has the missing part of the floor added to it in the
          tables, at the least cost there is: one that only picks has all of it, one that counts has
          the clock, one update for the time, and the lease. It goes into ledgers taken in turn, not
          into that of the endpoint picked, which with 2 threads flatters such a peer. What each
          costs as it ships, and what it does, is in a table of its own.
        %s"""
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.arch"),
            System.getProperty("java.version"),
            System.getProperty("java.vm.name"),
            jmh,
            settings,
            peers,
            severalThreads());
  }

  /** Which iterations count when threads share memory; nothing if all was done by one thread. */
  private String severalThreads() {
    List<Measurement> several = measurements.stream().filter(it -> it.threads() > 1).toList();
    if (several.isEmpty()) {
      return "";
    }
    List<Iteration> all = several.stream().flatMap(it -> it.iterations().stream()).toList();
    List<Iteration> near = all.stream().filter(Iteration::near).toList();
    List<Iteration> far = all.stream().filter(it -> !it.near()).toList();
    int counted = several.stream().mapToInt(it -> it.counted().size()).sum();
    return """
        - **2 threads.** What threads share moves between processors, one cache line at a time. A
          host runs the processors of a virtual machine near each other or far apart, differently
          from one second to the next, and what the same balancer takes changes with that by a
          multiple. So the round trip of a cache line is timed right before and right after each
          iteration with 2 threads, and the iteration counts if both took at most %s ns, which lies
          between what near and what far processors take; a fork waits up to 2 s in all for near
          ones. In this run they were
          near in %d iterations%s and far apart in %d%s; %d of %d iterations were left out.
          What had fewer than %d with near processors was measured again, in up to %d forks. If that
          did not help it bears a †: the %d iterations with the shortest round trips count, so that
          it may be too high, and a ratio to it too low. With one thread all iterations count.
        """
        .formatted(
            number(RoundTrip.NEAR_NANOS, 0),
            near.size(),
            medianRoundTrip(near),
            far.size(),
            medianRoundTrip(far),
            all.size() - counted,
            all.size(),
            Measurement.ENOUGH,
            SpeedRun.FORKS,
            Measurement.ENOUGH);
  }

  private static String medianRoundTrip(List<Iteration> iterations) {
    double[] times = iterations.stream().mapToDouble(Iteration::roundTrip).toArray();
    return times.length == 0
        ? ""
        : " (a median of " + number(new ListStatistics(times).getPercentile(50), 0) + " ns)";
  }

  private String goals() {
    StringBuilder goals =
        new StringBuilder(
            """

            ## Goals

            A ratio stands with the number of endpoints. Where a goal is met, the measurement nearest
            to its bound is shown; else all that miss it.

            | goal | met | measured |
            |---|---|---|
            """);
    goals.append(
        goalOfEachNumberOfThreads(
            "an algorithm that does not scan: at most 1.5 × the floor, at any size",
            it -> !scans(it),
            this::timesFloor,
            CONSTANT_GOAL,
            "×"));
    goals.append(
        goalOfEachNumberOfThreads(
            "a full scan: at most 2 × the floor at 100 endpoints",
            it -> scans(it) && it.endpoints() == 100,
            this::timesFloor,
            SCAN_GOAL_AT_100,
            "×"));
    goals.append(
        goalOfEachNumberOfThreads(
            "a full scan: at most 5 × the floor at 1000 endpoints",
            it -> scans(it) && it.endpoints() == 1000,
            this::timesFloor,
            SCAN_GOAL_AT_1000,
            "×"));
    goals.append(
        goalOfEachNumberOfThreads(
            "at most 1 × the fastest peer of the same discipline, at any size",
            it -> fastestPeer(it).isPresent(),
            this::timesFastestPeer,
            1,
            "×"));
    goals.append(
        goalOfEachNumberOfThreads(
            "at most one small object for each request (" + (int) BYTES_GOAL + " bytes)",
            it -> true,
            Measurement::bytes,
            BYTES_GOAL,
            " bytes"));
    goals.append(
        goal(
            "a change of 1 in 5000 endpoints: at most half of building anew",
            named("changeOne"),
            this::timesBuild,
            UPDATE_GOAL,
            "×"));
    return goals.toString();
  }

  private String goalOfEachNumberOfThreads(
      String goal,
      Predicate<Measurement> held,
      ToDoubleFunction<Measurement> measure,
      double bound,
      String unit) {
    return Arrays.stream(threads())
        .mapToObj(
            threads ->
                goal(
                    goal + ", with " + (threads == 1 ? "one thread" : threads + " threads"),
                    ours().filter(it -> it.threads() == threads).filter(held),
                    measure,
                    bound,
                    unit))
        .collect(joining());
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
    return row(
        goal,
        missed.isEmpty()
            ? "yes"
            : "**no**, in " + missed.size() + " of " + worstFirst.size() + " measurements",
        (missed.isEmpty() ? worstFirst.subList(0, 1) : missed)
            .stream()
                .collect(groupingBy(Measurement::contender, LinkedHashMap::new, toList()))
                .entrySet()
                .stream()
                .map(
                    it ->
                        it.getKey().algorithmLabel()
                            + " "
                            + it.getValue().stream()
                                .map(
                                    at ->
                                        number(measure.applyAsDouble(at), 2)
                                            + unit
                                            + mark(at)
                                            + " at "
                                            + at.endpoints())
                                .collect(joining(", ")))
                .collect(joining("; ")));
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

        ## What the floor does not do

        Where an algorithm misses a goal, this is what it would have to give up.

        - **Every algorithm** has leases that end once. A caller, its cancellation and its timeout
          may all end one, and at the same time.
        - **Rendezvous hash** is of no constant cost: by its definition it scores every endpoint for
          each key. At 1000 endpoints the ring and Maglev take a fraction of the time.
        - **Ring hash** at 1000 endpoints searches a ring of a million points, which takes 12 MB with
          its guide, more than a processor keeps near. A smaller `minimumSize` is quicker and spreads
          keys less evenly. **Maglev's** table has the same size for any number of endpoints, and is
          read in one place.
        - **Bounded loads** keep their bound under any interleaving of threads. So a request enters
          the count of what is in flight on all, takes a place on its endpoint, and keeps it if both
          were within the bound at one moment; its end takes both back. With lease and tally these are six atomic updates
          where the floor has two, and half of the four more are of a number that all requests share.
        - **Two choices under weights** share a virtual time, by which shares follow the weights among
          idle endpoints as well: one more atomic update, of a number that all requests share.
        - **Sticky** looks up the key's home, and then whether that endpoint is still there: two hash
          tables, the first with 4096 keys.
        - **Peak EWMA** decays one average at each end, and two at each pick.
        - **With 2 threads**, what requests share has to come over from the other processor: what is
          in flight on an endpoint, the next turn of a round robin, the scores of a full scan. The
          floor's ledgers, taken in turn, hardly ever meet; those at random do.

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
    return number(it.time(), digits) + " ± " + number(it.error(), digits) + mark(it);
  }

  private static String mark(Measurement it) {
    return it.doubtful() ? "†" : "";
  }

  private static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
