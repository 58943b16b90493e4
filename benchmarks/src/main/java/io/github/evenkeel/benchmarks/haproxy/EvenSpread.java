/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

import java.io.IOException;
import java.util.Collection;
import java.util.List;

/**
 * What the README promises: a client spreads its requests over four equal pods, also when it has
 * been in use for a while.
 */
final class EvenSpread {
  static final int PODS = 4;
  static final ServiceTimes TIMES = new ServiceTimes(1_000, ServiceTimes.Shape.LOGNORMAL);
  static final int SEQUENTIAL_REQUESTS = 100;
  static final int CALLERS = 8;
  static final int REQUESTS_EACH = 4_000;

  static final List<Evenkeel> CONTESTANTS = List.of(Evenkeel.DEFAULT, Evenkeel.LEAST_REQUEST);

  private EvenSpread() {}

  /**
   * How it went.
   *
   * @param sequential how many of the requests that were sent one after the other each pod got
   * @param concurrent how many of the requests of several callers each pod got
   */
  record Result(List<Long> sequential, List<Long> concurrent) {

    /** How many times its fair share the pod with the most of the concurrent requests got. */
    double maxToMean() {
      return concurrent.stream().mapToLong(it -> it).max().orElseThrow()
          / concurrent.stream().mapToLong(it -> it).average().orElseThrow();
    }
  }

  static Result run(Evenkeel contestant, double lifeSeconds, long seed)
      throws IOException, InterruptedException {
    try (Pods pods = Pods.start(PODS);
        Route route = contestant.open(pods.all())) {
      try (ClosedLoop life = ClosedLoop.start(route, CALLERS, TIMES, seed)) {
        life.goOn(lifeSeconds);
      }
      return new Result(
          counts(pods, route, 1, SEQUENTIAL_REQUESTS, seed),
          counts(pods, route, CALLERS, REQUESTS_EACH, seed));
    }
  }

  private static List<Long> counts(Pods pods, Route route, int callers, int requestsEach, long seed)
      throws IOException, InterruptedException {
    Collection<Exchange> exchanges;
    try (ClosedLoop loop = ClosedLoop.start(route, callers, requestsEach, TIMES, seed)) {
      loop.awaitEnd();
      exchanges = loop.exchanges();
    }
    Exchanges all = new Exchanges(List.copyOf(exchanges));
    return pods.all().stream().map(all::countOf).toList();
  }
}
