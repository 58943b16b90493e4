/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import static java.util.Objects.requireNonNull;

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/**
 * What JMH found of one benchmark with one set of parameters. Of its iterations the median counts:
 * on a machine that others use, a mean tells more of them than of what was measured.
 *
 * @param benchmark the method's name
 * @param contender who was measured
 * @param endpoints over how many
 * @param threads by how many at once
 * @param time of one operation, in the benchmark's unit
 * @param error half the distance between the quartiles of the time
 * @param bytes allocated by one operation
 */
record Measurement(
    String benchmark,
    Contender contender,
    int endpoints,
    int threads,
    double time,
    double error,
    double bytes) {

  static Measurement of(RunResult result) {
    Statistics times = result.getPrimaryResult().getStatistics();
    String method = result.getParams().getBenchmark();
    String endpoints = result.getParams().getParam("endpoints");
    return new Measurement(
        method.substring(method.lastIndexOf('.') + 1),
        Contender.valueOf(result.getParams().getParam("contender")),
        endpoints == null ? UpdateBenchmark.ENDPOINTS : Integer.parseInt(endpoints),
        result.getParams().getThreads(),
        times.getPercentile(50),
        (times.getPercentile(75) - times.getPercentile(25)) / 2,
        requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"), "bytes").getScore());
  }
}
