/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static io.github.evenkeel.benchmarks.simulation.Figures.format;

import io.github.evenkeel.ConcurrencyLimit;
import io.github.evenkeel.RequestQueue;
import io.github.evenkeel.balancer.LoadBalancerBuilder;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** The page that says what limits and queues do for a service that is asked for too much. */
final class OverloadPage {
  private static final Duration DEADLINE = Duration.ofSeconds(1);
  private static final double[] LOADS = {0.8, 0.95, 1.05, 1.2, 2};

  private final long seed;
  private final double minutes;

  OverloadPage(long seed, double minutes) {
    this.seed = seed;
    this.minutes = minutes;
  }

  /** What a client may do about too much load. */
  enum Policy {
    NO_LIMIT("no limit", builder -> builder),
    FIFO(
        "limit 4, queue FIFO",
        builder -> limited(builder, ConcurrencyLimit.of(4), RequestQueue.Order.FIFO)),
    ADAPTIVE_LIFO(
        "limit 4, queue adaptive LIFO",
        builder -> limited(builder, ConcurrencyLimit.of(4), RequestQueue.Order.ADAPTIVE_LIFO)),
    ADAPTIVE_LIMIT(
        "adaptive limit, queue adaptive LIFO",
        builder ->
            limited(
                builder, ConcurrencyLimit.adaptive().build(), RequestQueue.Order.ADAPTIVE_LIFO)),
    ADAPTIVE_LIMIT_FIFO(
        "adaptive limit, slow from 200 ms, queue FIFO",
        builder -> limited(builder, slowFrom200Millis(), RequestQueue.Order.FIFO)),
    ADAPTIVE_LIMIT_SLOW(
        "adaptive limit, slow from 200 ms, queue adaptive LIFO",
        builder -> limited(builder, slowFrom200Millis(), RequestQueue.Order.ADAPTIVE_LIFO));

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // The functions have no state.
    private final UnaryOperator<LoadBalancerBuilder> options;

    Policy(String title, UnaryOperator<LoadBalancerBuilder> options) {
      this.title = title;
      this.options = options;
    }

    private static LoadBalancerBuilder limited(
        LoadBalancerBuilder builder, ConcurrencyLimit limit, RequestQueue.Order order) {
      return builder.concurrencyLimit(limit).queue(RequestQueue.builder().order(order).build());
    }
  }

  static ConcurrencyLimit slowFrom200Millis() {
    return ConcurrencyLimit.adaptive().slowResponse(Duration.ofMillis(200)).build();
  }

  /** Plays one cell of the table. */
  Overload.Result play(Policy policy, double load) {
    return new Overload(6, 4, load, DEADLINE, minutes).play(policy.options, seed);
  }

  String toMarkdown() {
    Markdown page =
        new Markdown()
            .heading(1, "Overload")
            .block(
                """
                What [limits and the queue](limits.md) do for a service that is asked for more \
                than it can serve: measured on the classes that ship, driven through their public \
                API in simulated time. This page is written together with \
                [the simulation](simulation.md) by

                    mvn -q -pl benchmarks -am -Psimulation -DskipTests package
                """)
            .block(
                """
                One client sends to 6 servers with 4 slots each. Requests arrive as a Poisson \
                process; service times are exponential with a mean of 30 ms. Each caller waits for \
                %s s, and then gives up. A server has a queue of its own, does not notice that a \
                caller has given up, and serves the request all the same. The load is the rate of \
                arrivals, as a share of what the servers can serve. Requests arrive for %s minutes, \
                of which the first tenth does not count.
                """
                    .formatted(DEADLINE.toSeconds(), format(minutes, 0)))
            .heading(2, "Share of the requests that get their response in time, in percent")
            .tableHead(heads());
    for (Policy policy : Policy.values()) {
      String[] cells = new String[LOADS.length + 1];
      cells[0] = policy.title;
      for (int i = 0; i < LOADS.length; i++) {
        cells[i + 1] = format(100 * play(policy, LOADS[i]).inTime(), 1);
      }
      page.row(cells);
    }
    page.block(
        """
            At a load of 1.2, at most 83% can be served, and at 2 at most 50%. In order of arrival, \
            whether at the servers or in the client, almost every request that is served has \
            waited for almost as long as its caller waits, so that the servers work all the time \
            for callers who have gone. The adaptive LIFO serves the newest first and turns away \
            at once what it cannot serve.
            """);
    DialogueScenes.writeTo(page.heading(2, "The scenes of Dialogue"), seed);
    return page.toString();
  }

  private static String[] heads() {
    String[] heads = new String[LOADS.length + 1];
    heads[0] = "load";
    for (int i = 0; i < LOADS.length; i++) {
      heads[i + 1] = format(LOADS[i], 2);
    }
    return heads;
  }
}
