/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

import java.io.IOException;
import java.util.List;

/** A service of four pods gets a fifth one that is slow until it is warm. */
final class ColdPod {
  static final int PODS = 4;
  static final int CALLERS = 16;
  static final ServiceTimes TIMES = new ServiceTimes(10_000, ServiceTimes.Shape.EXPONENTIAL);
  static final double LIFE_SECONDS = 2;
  static final double SLOWDOWN = 10;
  static final double COLD_SECONDS = 2;
  static final double WINDOW_SECONDS = 0.5;
  static final double FAIR_SHARE = 1.0 / (PODS + 1);

  /** The part of the fair share from which on a pod counts as having it. */
  static final double ENOUGH = 0.9;

  /** How many windows are waited for a pod to get its share. */
  static final int WINDOWS = 40;

  static final List<Evenkeel> CONTESTANTS =
      List.of(Evenkeel.DEFAULT, Evenkeel.LEAST_REQUEST, Evenkeel.ROUND_ROBIN);

  private ColdPod() {}

  /**
   * How it went.
   *
   * @param p99 of the responses that ended while the pod was cold, in milliseconds
   * @param secondsToShare how long after it became warm the first window began in which the pod got
   *     its share; infinite if none did
   */
  record Result(double p99, double secondsToShare) {}

  static Result run(Evenkeel contestant, long seed) throws IOException, InterruptedException {
    try (Pods pods = Pods.start(PODS)) {
      ChangingEndpoints endpoints = new ChangingEndpoints(pods.all());
      try (Route route = contestant.open(endpoints);
          ClosedLoop loop = ClosedLoop.start(route, CALLERS, TIMES, seed)) {
        loop.goOn(LIFE_SECONDS);
        Pod cold = pods.add();
        cold.slowDown(SLOWDOWN);
        long joined = Clock.now();
        endpoints.set(pods.all());
        long warm = Clock.after(joined, COLD_SECONDS);
        Clock.sleepUntil(warm);
        cold.slowDown(1);
        double p99 = Exchanges.between(joined, warm, loop.exchanges()).millis(0.99);
        return new Result(p99, secondsToShare(cold, warm, loop));
      }
    }
  }

  private static double secondsToShare(Pod pod, long warm, ClosedLoop loop)
      throws InterruptedException {
    for (int i = 0; i < WINDOWS; i++) {
      long from = Clock.after(warm, i * WINDOW_SECONDS);
      long to = Clock.after(warm, (i + 1) * WINDOW_SECONDS);
      Clock.sleepUntil(to);
      if (Exchanges.between(from, to, loop.exchanges()).shareOf(pod) >= ENOUGH * FAIR_SHARE) {
        return i * WINDOW_SECONDS;
      }
    }
    return Double.POSITIVE_INFINITY;
  }
}
