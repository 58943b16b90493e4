/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import java.util.List;
import org.openjdk.jmh.util.ListStatistics;

/** How near the processors were to each other in a run, and which iterations count therefore. */
final class RoundTripSummary {
  private final List<Measurement> measurements;

  RoundTripSummary(Results results) {
    this.measurements = results.of("sameWork").filter(it -> it.cell().threads() > 1).toList();
  }

  @Override
  public String toString() {
    List<Iteration> all = measurements.stream().flatMap(it -> it.iterations().stream()).toList();
    List<Iteration> near = all.stream().filter(Iteration::near).toList();
    List<Iteration> far = all.stream().filter(it -> !it.near()).toList();
    int counted = measurements.stream().mapToInt(it -> it.counted().size()).sum();
    return "%d iterations with near processors%s, %d with far ones%s; %d of %d do not count"
        .formatted(
            near.size(), median(near), far.size(), median(far), all.size() - counted, all.size());
  }

  private static String median(List<Iteration> iterations) {
    double[] times = iterations.stream().mapToDouble(Iteration::roundTrip).toArray();
    return times.length == 0
        ? ""
        : " (median " + Markdown.number(new ListStatistics(times).getPercentile(50), 0) + " ns)";
  }
}
