/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.ListStatistics;
import org.openjdk.jmh.util.Statistics;

/**
 * What JMH found of one benchmark with one set of parameters. Of its iterations the median counts:
 * on a machine that others use, a mean tells more of them than of what was measured.
 *
 * @param benchmark the method's name
 * @param contender who was measured
 * @param endpoints over how many
 * @param threads by how many at once
 * @param iterations all of them
 */
record Measurement(
    String benchmark, Contender contender, int endpoints, int threads, List<Iteration> iterations) {
  /** How many iterations a median takes at least. */
  static final int ENOUGH = 5;

  Measurement {
    iterations = List.copyOf(iterations);
  }

  static Measurement of(RunResult result) {
    String method = result.getParams().getBenchmark();
    String endpoints = result.getParams().getParam("endpoints");
    return new Measurement(
        method.substring(method.lastIndexOf('.') + 1),
        Contender.valueOf(result.getParams().getParam("contender")),
        endpoints == null ? UpdateBenchmark.ENDPOINTS : Integer.parseInt(endpoints),
        result.getParams().getThreads(),
        result.getBenchmarkResults().stream()
            .flatMap(fork -> fork.getIterationResults().stream())
            .map(Iteration::of)
            .toList());
  }

  /** Returns this with the iterations of another fork of the same. */
  Measurement with(Measurement fork) {
    return new Measurement(
        benchmark,
        contender,
        endpoints,
        threads,
        Stream.concat(iterations.stream(), fork.iterations.stream()).toList());
  }

  /** Those with near processors; if they are not enough, the nearest of the others too. */
  List<Iteration> counted() {
    long near = iterations.stream().filter(Iteration::near).count();
    return iterations.stream()
        .sorted(Comparator.comparingDouble(Iteration::roundTrip))
        .limit(Math.max(near, ENOUGH))
        .toList();
  }

  /** Whether an iteration counts in which the processors were far from each other. */
  boolean doubtful() {
    return !counted().stream().allMatch(Iteration::near);
  }

  /** The median time of one operation, in the benchmark's unit. */
  double time() {
    return statistics(Iteration::time).getPercentile(50);
  }

  /** Half the distance between the quartiles of the time. */
  double error() {
    Statistics times = statistics(Iteration::time);
    return (times.getPercentile(75) - times.getPercentile(25)) / 2;
  }

  /** Allocated by one operation. */
  double bytes() {
    return statistics(Iteration::bytes).getMean();
  }

  private Statistics statistics(ToDoubleFunction<Iteration> figure) {
    return new ListStatistics(counted().stream().mapToDouble(figure).toArray());
  }
}
