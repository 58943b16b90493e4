/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Measures everything in one run, and writes the page about it. */
public final class SpeedRun {
  private final List<Batch> plan;
  private final Effort effort;

  private SpeedRun(List<Batch> plan, Effort effort) {
    this.plan = plan;
    this.effort = effort;
  }

  /**
   * Runs.
   *
   * @param args the file to write, and {@code true} for a quick run
   */
  public static void main(String[] args) throws RunnerException, IOException {
    boolean quick = Boolean.parseBoolean(args[1]);
    SpeedRun run =
        quick ? new SpeedRun(Plan.quick(), Effort.QUICK) : new SpeedRun(Plan.full(), Effort.FULL);
    Conditions conditions = Conditions.now();
    Results results = run.measure();
    Path page = Path.of(args[0]);
    Files.createDirectories(page.toAbsolutePath().getParent());
    Files.writeString(page, Page.about(results, run.effort, conditions));
  }

  /** Goes through the plan once a round, so that time passes between two forks of one cell. */
  private Results measure() throws RunnerException {
    List<Measurement> forks = new ArrayList<>();
    for (int round = 0; round < effort.rounds(); round++) {
      for (Batch batch : plan) {
        new Runner(options(batch).build()).run().stream().map(Measurement::of).forEach(forks::add);
      }
    }
    return new Results(forks);
  }

  private ChainedOptionsBuilder options(Batch batch) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(batch.benchmark().getName().replace(".", "\\.") + "\\." + batch.method() + "$")
            .param("contender", batch.contenders().stream().map(Enum::name).toArray(String[]::new))
            .param("scene", batch.scene().name())
            .param("endpoints", batch.sizes().stream().map(String::valueOf).toArray(String[]::new))
            .threads(batch.threads())
            .forks(1)
            .warmupIterations(effort.warmups())
            .warmupTime(TimeValue.milliseconds(effort.warmupMillis()))
            .measurementIterations(effort.iterations())
            .measurementTime(TimeValue.milliseconds(effort.iterationMillis()))
            .addProfiler(GCProfiler.class)
            // Otherwise a contender that fails is missing in the page, without a reason.
            .shouldFailOnError(true);
    return batch.threads() == 1 ? options : options.addProfiler(RoundTripProfiler.class);
  }
}
