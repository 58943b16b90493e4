/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.ListIterator;
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

  /** Some of each kind. */
  private static final Predicate<Contender> QUICK_WITH_TWO_THREADS =
      EnumSet.of(
              Contender.FLOOR,
              Contender.FLOOR_AT_RANDOM,
              Contender.ROUND_ROBIN,
              Contender.POWER_OF_TWO_CHOICES,
              Contender.GRPC_LEAST_REQUEST)
          ::contains;

  /** At most, until enough of a measurement counts. */
  static final int FORKS = 4;

  /** At most, in the whole run: 4 or 5 s each. */
  private static final int MORE_FORKS = 30;

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
    String[] sizes = quick ? new String[] {"10", "1000"} : Report.SIZES;
    measure(sameWork(all, 1, sizes));
    measure(sameWork(quick ? QUICK_WITH_TWO_THREADS : all, 2, sizes));
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
    measureAgainWhatIsDoubtful();
  }

  /** One round after the other, so that time passes between two forks of the same. */
  private void measureAgainWhatIsDoubtful() throws RunnerException {
    int left = MORE_FORKS;
    for (int fork = 2; fork <= FORKS; fork++) {
      for (ListIterator<Measurement> i = measurements.listIterator(); i.hasNext(); ) {
        Measurement soFar = i.next();
        if (soFar.doubtful() && left-- > 0) {
          i.set(soFar.with(run(sameWork(soFar)).get(0)));
        }
      }
    }
  }

  private ChainedOptionsBuilder sameWork(Measurement soFar) {
    return sameWork(soFar.contender()::equals, soFar.threads(), String.valueOf(soFar.endpoints()));
  }

  private ChainedOptionsBuilder sameWork(
      Predicate<Contender> contenders, int threads, String... sizes) {
    ChainedOptionsBuilder options =
        options(RequestBenchmark.class, "sameWork", contenders)
            .threads(threads)
            .param("endpoints", sizes);
    // One thread's fork is left as it is.
    return threads == 1 ? options : options.addProfiler(RoundTripProfiler.class);
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
    measurements.addAll(run(options));
  }

  private static List<Measurement> run(ChainedOptionsBuilder options) throws RunnerException {
    return new Runner(options.build()).run().stream().map(Measurement::of).toList();
  }

  private String settings() {
    return quick
        ? "a quick run, whose figures mean nothing"
        : "1 fork, 3 warm-up iterations of 0.4 s and 9 measured ones of 0.25 s";
  }
}
