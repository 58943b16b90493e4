/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ScalarResult;
import org.openjdk.jmh.runner.IterationType;

/**
 * Adds to each iteration the longer of the {@linkplain RoundTrip round trips} before and after it,
 * while the benchmark's threads do not run. JMH makes one profiler for each fork.
 */
public final class RoundTripProfiler implements InternalProfiler {
  /** The label of the result, which is in nanoseconds. */
  static final String LABEL = "roundTrip";

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** For all iterations of a fork; 0.5 s in all, as the page says. */
  private int pausesLeft = 25;

  private double before;

  /** Called by JMH. */
  public RoundTripProfiler() {}

  @Override
  public String getDescription() {
    return "The round trip of a cache line between two processors";
  }

  /** Measures, and waits a little for near processors: hosts move idle ones. */
  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = RoundTrip.nanos();
    while (before > RoundTrip.NEAR_NANOS
        && iteration.getType() == IterationType.MEASUREMENT
        && pausesLeft-- > 0) {
      LockSupport.parkNanos(PAUSE_NANOS);
      before = RoundTrip.nanos();
    }
  }

  @Override
  public Collection<ScalarResult> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double longer = Math.max(before, RoundTrip.nanos());
    return List.of(new ScalarResult(LABEL, longer, "ns", AggregationPolicy.MAX));
  }
}
