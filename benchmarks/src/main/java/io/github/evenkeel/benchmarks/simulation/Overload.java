/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static java.util.Objects.requireNonNull;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.Lease;
import io.github.evenkeel.LoadBalancer;
import io.github.evenkeel.Outcome;
import io.github.evenkeel.RequestContext;
import io.github.evenkeel.balancer.LoadBalancerBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * One client sends more requests than its servers can serve, each with a deadline, and counts those
 * that get their response in time. A request that is still waiting at its deadline is given up; the
 * server serves it all the same if it has been sent.
 *
 * @param serverCount the number of servers
 * @param slots how many requests each serves at once
 * @param load the rate of arrivals, as a share of what the servers can serve
 * @param deadline how long each request may take
 * @param minutes for how long requests arrive; the first tenth does not count
 */
record Overload(int serverCount, int slots, double load, Duration deadline, double minutes) {
  private static final Duration UNIT = Duration.ofMillis(30);
  private static final double UNITS_PER_MINUTE = 2000;

  /**
   * What came of it.
   *
   * @param inTime the share of requests whose response came within the deadline
   * @param goodput the share of what the servers can serve that was served in time
   */
  record Result(double inTime, double goodput) {}

  /** Plays it once with a load balancer that has {@code options}. */
  Result play(UnaryOperator<LoadBalancerBuilder> options, long seed) {
    return new Play(options, new Random(seed)).run();
  }

  private final class Play {
    private final EventQueue events = new EventQueue(0);
    private final Map<Endpoint, Server> servers = new HashMap<>();
    private final LoadBalancer balancer;
    private final Random chance;
    private final double end = minutes * UNITS_PER_MINUTE;
    private int arrived;
    private int inTime;

    Play(UnaryOperator<LoadBalancerBuilder> options, Random chance) {
      this.chance = chance;
      Random picks = new Random(chance.nextLong());
      balancer =
          options
              .apply(
                  new LoadBalancerBuilder("overload")
                      .nanoClock(this::nanoTime)
                      .scheduler(new VirtualScheduler(events, UNIT))
                      .random(() -> picks))
              .build();
      List<Endpoint> endpoints =
          IntStream.range(0, serverCount)
              .mapToObj(i -> Endpoint.of("10.0.0." + (i + 1), 80))
              .toList();
      endpoints.forEach(endpoint -> servers.put(endpoint, new Server(events, slots, 1)));
      balancer.setEndpoints(endpoints);
    }

    private long nanoTime() {
      return Math.round(VirtualTime.units((double) events.now()) * UNIT.toNanos());
    }

    Result run() {
      events.at(0, this::arrive);
      events.run();
      double capacity = serverCount * slots * 0.9 * end;
      return new Result((double) inTime / arrived, inTime / capacity);
    }

    private void arrive() {
      double now = VirtualTime.units((double) events.now());
      if (now > end) {
        return;
      }
      boolean counts = now > 0.1 * end;
      if (counts) {
        arrived++;
      }
      new Sending(counts).begin();
      double pause = ServiceTimes.EXPONENTIAL.next(chance) / (load * serverCount * slots);
      events.after(VirtualTime.ticks(pause), this::arrive);
    }

    /** A request, from its arrival to its response or its deadline, whichever comes first. */
    private final class Sending {
      private final boolean counts;
      private final long arrivedAt = events.now();
      private boolean isOver;

      Sending(boolean counts) {
        this.counts = counts;
      }

      void begin() {
        CompletableFuture<Lease> lease = balancer.enqueueRequest(RequestContext.empty(), deadline);
        var unused = lease.thenAccept(this::send);
        events.after(
            VirtualTime.ticks((double) deadline.toNanos() / UNIT.toNanos()),
            () -> {
              if (!lease.cancel(false)) {
                var unusedEnd = lease.thenAccept(granted -> end(granted, Outcome.TIMEOUT));
              }
            });
      }

      private void send(Lease lease) {
        long demand = VirtualTime.ticks(ServiceTimes.EXPONENTIAL.next(chance));
        Request request = new Request(0, RequestContext.empty(), arrivedAt, demand, 0);
        requireNonNull(servers.get(lease.endpoint()))
            .accept(request, (outcome, waited) -> respond(lease));
      }

      private void respond(Lease lease) {
        if (!isOver && counts) {
          inTime++;
        }
        end(lease, Outcome.SUCCESS);
      }

      private void end(Lease lease, Outcome outcome) {
        isOver = true;
        balancer.endRequest(lease, outcome);
      }
    }
  }
}
