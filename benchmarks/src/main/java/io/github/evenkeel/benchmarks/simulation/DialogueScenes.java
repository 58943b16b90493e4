/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static io.github.evenkeel.benchmarks.simulation.Figures.format;

import io.github.evenkeel.ConcurrencyLimit;
import io.github.evenkeel.OutlierDetection;
import io.github.evenkeel.RequestQueue;
import io.github.evenkeel.balancer.LoadBalancerBuilder;
import io.github.evenkeel.benchmarks.simulation.DialogueScene.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;

/** The scenes that Dialogue publishes, and what they say of a page about overload. */
final class DialogueScenes {
  private static final double FOR_EVER = Double.POSITIVE_INFINITY;
  private static final int CAPACITY = 60;

  static final List<DialogueScene> ALL =
      List.of(
          new DialogueScene(
              "black_hole",
              200,
              2_000,
              30,
              List.of(
                  List.of(phase(FOR_EVER, 200, constant(0.6))),
                  List.of(phase(3, 200, constant(0.6)), phase(FOR_EVER, 200, constant(86_400))))),
          new DialogueScene(
              "drastic_slowdown",
              200,
              4_000,
              600,
              List.of(
                  List.of(phase(FOR_EVER, 200, linear(0.06, CAPACITY))),
                  List.of(
                      phase(3, 200, linear(0.06, CAPACITY)),
                      phase(10, 200, linear(10, CAPACITY)),
                      phase(FOR_EVER, 200, linear(0.06, CAPACITY))))),
          new DialogueScene(
              "one_big_spike",
              30_000,
              1_000,
              600,
              List.of(
                  List.of(new Phase(FOR_EVER, until(100, 429), constant(0.15))),
                  List.of(new Phase(FOR_EVER, until(100, 429), constant(0.15))))),
          new DialogueScene(
              "slowdown_and_error_thresholds",
              500,
              10_000,
              600,
              List.of(
                  List.of(new Phase(FOR_EVER, until(40, 500), linear(0.6, 30))),
                  List.of(new Phase(FOR_EVER, until(40, 500), linear(0.8, 30))),
                  List.of(new Phase(FOR_EVER, until(40, 500), linear(1, 30))))),
          new DialogueScene(
              "all_nodes_500",
              100,
              2_000,
              600,
              List.of(
                  List.of(phase(10, 500, constant(0.6)), phase(FOR_EVER, 200, constant(0.6))),
                  List.of(phase(10, 500, constant(0.6)), phase(FOR_EVER, 200, constant(0.6))))),
          new DialogueScene(
              "fast_503s_then_revert",
              250,
              3_750,
              600,
              List.of(
                  List.of(phase(FOR_EVER, 200, linear(0.06, CAPACITY))),
                  List.of(
                      phase(3, 200, linear(0.06, CAPACITY)),
                      phase(10, 503, linear(0.01, CAPACITY)),
                      phase(FOR_EVER, 200, linear(0.06, CAPACITY))))));

  private DialogueScenes() {}

  private static Phase phase(double until, int status, IntToDoubleFunction seconds) {
    return new Phase(until, inFlight -> status, seconds);
  }

  private static IntToDoubleFunction constant(double seconds) {
    return inFlight -> seconds;
  }

  /** Twice as long at {@code capacity}, and five times as long beyond. */
  private static IntToDoubleFunction linear(double best, int capacity) {
    return inFlight -> inFlight > capacity ? 5 * best : best + best * inFlight / capacity;
  }

  private static IntUnaryOperator until(int capacity, int status) {
    return inFlight -> inFlight > capacity ? status : 200;
  }

  /** How clients are set up. */
  enum Policy {
    DEFAULT("defaults, no retries on a status", 0, FOR_EVER, builder -> builder),
    RETRIES("2 retries on a status", 2, FOR_EVER, builder -> builder),
    EJECTION(
        "2 retries, outlier detection",
        2,
        FOR_EVER,
        builder -> builder.outlierDetection(OutlierDetection.defaults())),
    HEDGING("2 retries, hedging after 1 s", 2, 1, builder -> builder),
    LIMIT(
        "2 retries, adaptive limit",
        2,
        FOR_EVER,
        builder ->
            builder
                .concurrencyLimit(ConcurrencyLimit.adaptive().build())
                .queue(
                    RequestQueue.builder()
                        .maxPending(100_000)
                        .timeout(Duration.ofHours(1))
                        .build()));

    private final String title;
    private final int retries;
    private final double hedgeAfter;

    @SuppressWarnings("ImmutableEnumChecker") // The functions have no state.
    private final UnaryOperator<LoadBalancerBuilder> options;

    Policy(
        String title, int retries, double hedgeAfter, UnaryOperator<LoadBalancerBuilder> options) {
      this.title = title;
      this.retries = retries;
      this.hedgeAfter = hedgeAfter;
      this.options = options;
    }
  }

  static DialogueScene.Result play(DialogueScene scene, Policy policy, long seed) {
    return scene.play(policy.options, policy.retries, policy.hedgeAfter, seed);
  }

  static void writeTo(Markdown page, long seed) {
    List<String> heads = new ArrayList<>(List.of("scene"));
    for (Policy policy : Policy.values()) {
      heads.add(policy.title);
    }
    page.block(
            """
            The scenes are those of the [simulation](https://github.com/palantir/dialogue/tree/develop/simulation) \
            of Dialogue, a Java client with limits that adapt, rebuilt from their description: two \
            or three servers, 10 clients. In black_hole, one of two servers does not respond any \
            more; in drastic_slowdown, it takes 10 s for 7 s; in one_big_spike, 1000 requests \
            arrive within 33 ms at servers that refuse all beyond 100; in \
            slowdown_and_error_thresholds, more arrive than the servers can serve, which respond \
            500 beyond 40; in all_nodes_500 every response of the first 10 of 20 s is an error, \
            and in fast_503s_then_revert those of one of two for 7 s. Clients have no timeout. \
            The table shows the share of the requests that succeed, in percent, and their mean \
            response time in seconds. Dialogue publishes 91.5, 100, –, 100 and 74.1% for its \
            limited round robin in the first five.
            """)
        .tableHead(heads.toArray(String[]::new));
    for (DialogueScene scene : ALL) {
      List<String> cells = new ArrayList<>(List.of(scene.name()));
      for (Policy policy : Policy.values()) {
        DialogueScene.Result result = play(scene, policy, seed);
        cells.add(format(100 * result.success(), 1) + ", " + format(result.meanSeconds(), 2));
      }
      page.row(cells.toArray(String[]::new));
    }
  }
}
