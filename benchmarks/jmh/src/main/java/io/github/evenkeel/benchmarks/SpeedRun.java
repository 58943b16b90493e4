/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Predicate;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Measures everything in one run, and writes the page about it. */
public final class SpeedRun {
  /** Those whose selectors differ most in what a change of endpoints costs them. */
  private static final Predicate<Contender> UPDATED =
      EnumSet.of(Contender.LEAST_REQUEST, Contender.RING_HASH, Contender.MAGLEV)::contains;

  private final boolean quick;
  private final List<Measurement> measurements = new ArrayList<>();

  private SpeedRun(boolean quick) {
    this.quick = quick;
  }

  /**
   * Runs.
   *
   * @param args the file to write, and {@code true} for a quick run, whose figures are only good
   *     for seeing that it works
   */
  public static void main(String[] args) throws RunnerException, IOException {
    SpeedRun run = new SpeedRun(Boolean.parseBoolean(args[1]));
    run.measure();
    Path page = Path.of(args[0]);
    Files.createDirectories(page.toAbsolutePath().getParent());
    Files.writeString(page, new Report(run.measurements, run.settings()).page());
  }

  private void measure() throws RunnerException {
    Predicate<Contender> all = contender -> true;
    for (int threads : quick ? new int[] {1} : new int[] {1, 2}) {
      measure(
          options(RequestBenchmark.class, "sameWork", all)
              .threads(threads)
              .param("endpoints", quick ? new String[] {"10", "1000"} : Report.SIZES));
    }
    measure(
        options(RequestBenchmark.class, "asShipped", contender -> contender.work() != Work.MEASURES)
            .threads(1)
            .param("endpoints", quick ? new String[] {"10"} : Report.SIZES));
    measure(
        options(
                RequestBenchmark.class,
                "eightInFlight",
                contender -> contender.isOurs() || contender == Contender.FLOOR)
            .threads(1)
            .param("endpoints", "100"));
    measure(options(UpdateBenchmark.class, "changeOne", UPDATED).threads(1));
    measure(options(UpdateBenchmark.class, "build", UPDATED).threads(1));
  }

  private ChainedOptionsBuilder options(
      Class<?> benchmark, String method, Predicate<Contender> contenders) {
    return new OptionsBuilder()
        .include(benchmark.getName().replace(".", "\\.") + "\\." + method + "$")
        .param(
            "contender", Contender.all(contenders).stream().map(Enum::name).toArray(String[]::new))
        .forks(1)
        .warmupIterations(quick ? 1 : 3)
        .warmupTime(TimeValue.milliseconds(quick ? 200 : 400))
        .measurementIterations(quick ? 2 : 9)
        .measurementTime(TimeValue.milliseconds(quick ? 100 : 250))
        .addProfiler(GCProfiler.class)
        // A contender that fails would be missing in the page and nobody would know why.
        .shouldFailOnError(true);
  }

  private void measure(ChainedOptionsBuilder options) throws RunnerException {
    Collection<Measurement> measured =
        new Runner(options.build()).run().stream().map(Measurement::of).toList();
    measurements.addAll(measured);
  }

  private String settings() {
    return quick
        ? "a quick run, whose figures mean nothing"
        : "1 fork, 3 warm-up iterations of 0.4 s and 9 measured ones of 0.25 s";
  }
}
