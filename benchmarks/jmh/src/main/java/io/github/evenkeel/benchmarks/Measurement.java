/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import static java.util.Objects.requireNonNull;

import org.openjdk.jmh.results.RunResult;

/**
 * What JMH found of one benchmark with one set of parameters.
 *
 * @param benchmark the method's name
 * @param contender who was measured
 * @param endpoints over how many
 * @param threads by how many at once
 * @param time of one operation, in the benchmark's unit
 * @param error half the width of the time's 99.9% confidence interval
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
    String method = result.getParams().getBenchmark();
    String endpoints = result.getParams().getParam("endpoints");
    return new Measurement(
        method.substring(method.lastIndexOf('.') + 1),
        Contender.valueOf(result.getParams().getParam("contender")),
        endpoints == null ? UpdateBenchmark.ENDPOINTS : Integer.parseInt(endpoints),
        result.getParams().getThreads(),
        result.getPrimaryResult().getScore(),
        result.getPrimaryResult().getScoreError(),
        requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"), "bytes").getScore());
  }
}
