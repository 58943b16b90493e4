/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.soak;

import io.github.evenkeel.EndpointStatistics;
import io.github.evenkeel.okhttp.ConnectionRecycling;
import io.github.evenkeel.okhttp.OkHttpLoadBalancing;
import io.github.evenkeel.okhttp.Retries;
import java.io.IOException;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * One run: services over HTTP/1.1, HTTP/2 and HTTP/2 with TLS, clients wrapped by one load
 * balancer, a load at a fixed rate, and chaos among the pods.
 *
 * @param time how long the load lasts
 * @param requestsPerSecond over all services
 * @param podsPerService more than chaos lets be in trouble at once
 * @param retries what the clients retry
 * @param seed what requests are sent and what befalls the pods follows from it
 */
record Soak(Duration time, int requestsPerSecond, int podsPerService, Retries retries, long seed) {
  /** With the default budget. */
  static final Retries RETRIES = Retries.builder().retryableStatusCodes(502, 503, 504).build();

  /** How long a pod's connections may be idle. */
  private static final Duration IDLE_TIME = Duration.ofSeconds(10);

  /** What ends on a thread of its own has ended by then. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * A call that is canceled while HTTP/2 writes its headers is never ended by OkHttp. Until its
   * timeout strikes, the queue of timeouts holds it; then the collector takes it, and the pool of
   * its connection looks at that again after the idle time.
   */
  private static final Duration PATIENCE_WITH_OKHTTP =
      Wire.CALL_TIMEOUT.plus(IDLE_TIME).plus(PATIENCE);

  private static final Duration SAMPLE_INTERVAL = Duration.ofSeconds(15);

  Findings run() throws IOException, InterruptedException {
    Ledger ledger = new Ledger(requests());
    CountedSockets sockets = new CountedSockets();
    List<Fleet> fleets = new ArrayList<>();
    for (Wire wire : Wire.values()) {
      fleets.add(new Fleet(wire, podsPerService, ledger));
    }
    OkHttpLoadBalancing balancing = balancing(fleets);
    List<Load.Service> services =
        fleets.stream()
            .map(it -> new Load.Service(it, balancing.wrap(it.wire().client(sockets))))
            .toList();
    Load load = new Load(services, ledger, requestsPerSecond, seed);
    Random seeds = new Random(seed);
    List<Chaos> chaos =
        fleets.stream().map(it -> new Chaos(it, new Random(seeds.nextLong()))).toList();

    chaos.forEach(Chaos::begin);
    load.begin();
    List<Long> heap = sampleHeapUntilTheEnd(load);
    for (Chaos each : chaos) {
      each.end();
    }

    await(() -> inFlight(balancing) == 0, PATIENCE);
    int inFlight = inFlight(balancing);
    balancing.close(PATIENCE);
    await(() -> noneAlive() && sockets.open() == 0, PATIENCE_WITH_OKHTTP);
    fleets.forEach(Fleet::closePods);
    await(() -> busyThreads().isEmpty(), PATIENCE);
    try {
      return new Findings(
          time,
          ledger.capacity(),
          load.account().counts(),
          load.account().examples(),
          incidents(chaos),
          inFlight,
          sockets.created(),
          sockets.open(),
          busyThreads(),
          heap,
          Memory.measure().instances());
    } finally {
      // What they hold on to after closing is what is looked for.
      Reference.reachabilityFence(balancing);
      Reference.reachabilityFence(services);
    }
  }

  private OkHttpLoadBalancing balancing(List<Fleet> fleets) {
    OkHttpLoadBalancing.Builder balancing =
        OkHttpLoadBalancing.builder()
            .recycling(
                ConnectionRecycling.builder()
                    .maxConnectionAge(Duration.ofSeconds(5))
                    .maxRequestsPerConnection(500)
                    .build());
    fleets.forEach(
        fleet ->
            balancing.service(
                fleet.wire().baseUrl(),
                service ->
                    service.endpoints(fleet).retries(retries).idleConnections(16, IDLE_TIME)));
    return balancing.build();
  }

  private List<Long> sampleHeapUntilTheEnd(Load load) throws InterruptedException {
    List<Long> heap = new ArrayList<>();
    long deadline = System.nanoTime() + time.plus(Duration.ofMinutes(1)).toNanos();
    while (load.begun() < requests() && System.nanoTime() < deadline) {
      Thread.sleep(Math.min(SAMPLE_INTERVAL.toMillis(), time.toMillis() / 4));
      heap.add(Memory.measure().usedBytes());
    }
    if (!load.awaitEnd(2, TimeUnit.MINUTES)) {
      throw new IllegalStateException("requests did not come to an end");
    }
    return heap;
  }

  /** How many are sent in all. */
  private int requests() {
    return (int) (time.toMillis() * requestsPerSecond / 1000);
  }

  private static Map<Incident, Integer> incidents(List<Chaos> chaos) {
    Map<Incident, Integer> sums = new EnumMap<>(Incident.class);
    for (Chaos each : chaos) {
      each.incidents().forEach((incident, count) -> sums.merge(incident, count, Integer::sum));
    }
    return sums;
  }

  private static boolean noneAlive() {
    return Memory.measure().instances().values().stream().allMatch(it -> it == 0);
  }

  private static int inFlight(OkHttpLoadBalancing balancing) {
    return Arrays.stream(Wire.values())
        .flatMap(wire -> balancing.statistics(wire.baseUrl()).stream())
        .mapToInt(EndpointStatistics::inFlight)
        .sum();
  }

  /** Threads of OkHttp and of Evenkeel that are not merely waiting to be of use again. */
  private static List<String> busyThreads() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(it -> it.getKey().getName().matches("(?i)(okhttp|evenkeel).*"))
        .filter(it -> !isIdle(it.getValue()))
        .map(it -> it.getKey().getName())
        .toList();
  }

  private static boolean isIdle(StackTraceElement[] stack) {
    return stack.length == 0
        || Arrays.stream(stack)
            .anyMatch(
                it ->
                    it.getClassName().equals("java.util.concurrent.ThreadPoolExecutor")
                        && it.getMethodName().equals("getTask"));
  }

  private static void await(BooleanSupplier condition, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      Thread.sleep(50);
    }
  }
}
