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
 * The iterations of all forks of one cell. Their median counts: on a machine that others use, a
 * mean says more about the others.
 *
 * @param cell what was measured
 * @param iterations all of them
 */
record Measurement(Cell cell, List<Iteration> iterations) {
  /** A median needs at least this many iterations. */
  static final int ENOUGH = 3;

  Measurement {
    iterations = List.copyOf(iterations);
  }

  static Measurement of(RunResult result) {
    return new Measurement(
        Cell.of(result.getParams()),
        result.getBenchmarkResults().stream()
            .flatMap(fork -> fork.getIterationResults().stream())
            .map(Iteration::of)
            .toList());
  }

  /** Returns this with the iterations of another fork of the same cell. */
  Measurement with(Measurement fork) {
    return new Measurement(
        cell, Stream.concat(iterations.stream(), fork.iterations.stream()).toList());
  }

  /** The iterations with near processors; if these are too few, the nearest of the others too. */
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
  double spread() {
    Statistics times = statistics(Iteration::time);
    return (times.getPercentile(75) - times.getPercentile(25)) / 2;
  }

  /** The bytes that one operation allocates. */
  double bytes() {
    return statistics(Iteration::bytes).getPercentile(50);
  }

  private Statistics statistics(ToDoubleFunction<Iteration> figure) {
    return new ListStatistics(counted().stream().mapToDouble(figure).toArray());
  }
}
