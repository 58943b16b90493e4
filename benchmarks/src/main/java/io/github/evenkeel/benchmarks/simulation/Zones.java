/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static java.util.Objects.requireNonNull;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.Lease;
import io.github.evenkeel.LoadBalancer;
import io.github.evenkeel.Locality;
import io.github.evenkeel.Outcome;
import io.github.evenkeel.RequestContext;
import io.github.evenkeel.balancer.LoadBalancerBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Callers and servers in zones. Each letter is the zone of one of them. A request to another zone
 * takes no longer: what counts is how many there are, and what the servers have to bear.
 *
 * @param title what happens
 * @param servers the zones of the servers
 * @param callers the zones of the callers, of which each has the same load
 * @param load the rate of arrivals, as a share of what the servers can serve
 * @param lost the zone whose servers are gone after a third of the time; empty for none
 * @param requests how many arrive
 */
record Zones(String title, String servers, String callers, double load, String lost, int requests) {
  private static final int SLOTS = 4;
  private static final Duration UNIT = Duration.ofMillis(30);

  /** How callers choose. */
  enum Policy {
    ANYWHERE("no locality"),
    ONLY_HERE("the zone's servers only, as `PreferSameZone`"),
    NEAR("locality"),
    NEAR_LIMITED("locality, adaptive limit, slow from 200 ms"),
    NEAR_CALLERS("locality, callers told");

    private final String title;

    Policy(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  /**
   * What came of it. Counts from a tenth of the time on, or from the loss of a zone on.
   *
   * @param mean the mean response time, in mean service times
   * @param p99 the 99th percentile
   * @param abroad the share of the requests that left their zone
   * @param hottest the requests of the server that got most, divided by the mean over servers
   */
  record Result(double mean, double p99, double abroad, double hottest) {}

  Result play(Policy policy, long seed) {
    return new Play(policy, new Random(seed)).run();
  }

  private static List<Endpoint> endpoints(String zones, int network) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (int i = 0; i < zones.length(); i++) {
      endpoints.add(
          Endpoint.builder("10.0." + network + "." + (i + 1), 80)
              .zone(zones.substring(i, i + 1))
              .build());
    }
    return endpoints;
  }

  private final class Play {
    private final EventQueue events = new EventQueue(0);
    private final Map<Endpoint, Server> servers = new LinkedHashMap<>();
    private final List<Endpoint> present = new ArrayList<>();
    private final Map<Endpoint, Integer> served = new LinkedHashMap<>();
    private final List<Caller> callers = new ArrayList<>();
    private final List<Double> times = new ArrayList<>();
    private final Policy policy;
    private final Random chance;
    private int arrived;
    private int abroad;

    Play(Policy policy, Random chance) {
      this.policy = policy;
      this.chance = chance;
      endpoints(Zones.this.servers, 0)
          .forEach(endpoint -> servers.put(endpoint, new Server(events, SLOTS, 1)));
      present.addAll(servers.keySet());
      List<Endpoint> places = endpoints(Zones.this.callers, 1);
      places.forEach(place -> callers.add(new Caller(place)));
      if (policy == Policy.NEAR_CALLERS) {
        callers.forEach(caller -> caller.balancer.setCallers(places));
      }
      publish();
    }

    private void publish() {
      callers.forEach(caller -> caller.balancer.setEndpoints(caller.endpoints()));
    }

    Result run() {
      events.at(0, this::arrive);
      events.run();
      double[] sorted = times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      double most = served.values().stream().mapToInt(Integer::intValue).max().orElse(0);
      return new Result(
          Arrays.stream(sorted).average().orElse(Double.NaN),
          sorted[(int) (0.99 * sorted.length)],
          (double) abroad / sorted.length,
          most * present.size() / sorted.length);
    }

    private void arrive() {
      if (arrived == requests / 3 && !lost.isEmpty()) {
        present.removeIf(endpoint -> endpoint.zone().orElse("").equals(lost));
        publish();
      }
      boolean counts = arrived > requests / (lost.isEmpty() ? 10 : 3);
      callers.get(chance.nextInt(callers.size())).send(counts);
      if (++arrived < requests) {
        double rate = load * Zones.this.servers.length() * SLOTS;
        events.after(VirtualTime.ticks(ServiceTimes.EXPONENTIAL.next(chance) / rate), this::arrive);
      }
    }

    private final class Caller {
      private final String zone;
      private final LoadBalancer balancer;

      Caller(Endpoint place) {
        this.zone = place.zone().orElseThrow();
        Random picks = new Random(chance.nextLong());
        this.balancer =
            options(
                    new LoadBalancerBuilder("zones")
                        .nanoClock(this::nanoTime)
                        .scheduler(new VirtualScheduler(events, UNIT))
                        .random(() -> picks))
                .build();
      }

      private LoadBalancerBuilder options(LoadBalancerBuilder builder) {
        return switch (policy) {
          case ANYWHERE, ONLY_HERE -> builder;
          case NEAR, NEAR_CALLERS -> builder.locality(Locality.zone(zone));
          case NEAR_LIMITED ->
              builder
                  .locality(Locality.zone(zone))
                  .concurrencyLimit(OverloadPage.slowFrom200Millis());
        };
      }

      private long nanoTime() {
        return Math.round(VirtualTime.units((double) events.now()) * UNIT.toNanos());
      }

      List<Endpoint> endpoints() {
        List<Endpoint> here = present.stream().filter(this::isHere).toList();
        return policy == Policy.ONLY_HERE && !here.isEmpty() ? here : List.copyOf(present);
      }

      private boolean isHere(Endpoint endpoint) {
        return endpoint.zone().orElse("").equals(zone);
      }

      void send(boolean counts) {
        long arrival = events.now();
        var unused =
            balancer
                .enqueueRequest(RequestContext.empty(), Duration.ofMinutes(10))
                .thenAccept(lease -> send(lease, arrival, counts));
      }

      private void send(Lease lease, long arrival, boolean counts) {
        Endpoint endpoint = lease.endpoint();
        if (counts) {
          abroad += isHere(endpoint) ? 0 : 1;
          served.merge(endpoint, 1, Integer::sum);
        }
        long demand = VirtualTime.ticks(ServiceTimes.EXPONENTIAL.next(chance));
        requireNonNull(servers.get(endpoint))
            .accept(
                new Request(0, RequestContext.empty(), arrival, demand, 0),
                (outcome, waited) -> {
                  if (counts) {
                    times.add(VirtualTime.units((double) (events.now() - arrival)));
                  }
                  balancer.endRequest(lease, Outcome.SUCCESS);
                });
      }
    }
  }
}
