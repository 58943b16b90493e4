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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;

/**
 * A scene of the simulation that Palantir's Dialogue publishes with its clients. Times are in
 * seconds. Requests arrive evenly, each at one of 10 clients drawn by chance.
 *
 * @param name as Dialogue calls it
 * @param rate how many requests arrive in a second
 * @param requests how many arrive in all
 * @param end a request without a response until then has not succeeded
 * @param servers what each server does
 */
record DialogueScene(
    String name, double rate, int requests, double end, List<List<Phase>> servers) {
  private static final int CLIENTS = 10;
  private static final Duration UNIT = Duration.ofSeconds(1);
  private static final Duration FOR_EVER = Duration.ofHours(1);

  DialogueScene {
    servers = List.copyOf(servers);
  }

  /**
   * What a server does with requests that arrive within some time.
   *
   * @param until the end of that time
   * @param status the status, by the number of requests in flight at the server, this one included
   * @param seconds how long the response takes, by the same number
   */
  record Phase(double until, IntUnaryOperator status, IntToDoubleFunction seconds) {}

  /**
   * What came of it.
   *
   * @param success the share of the requests that succeeded
   * @param meanSeconds the mean time until the response of those that got one
   */
  record Result(double success, double meanSeconds) {}

  /**
   * Plays it once.
   *
   * @param retries how often a request that failed is sent again
   * @param hedgeAfter after how long a request is sent to a second server as well, as far as the
   *     budget allows, which is 20% of the client's requests
   */
  Result play(
      UnaryOperator<LoadBalancerBuilder> options, int retries, double hedgeAfter, long seed) {
    return new Play(options, retries, hedgeAfter, new Random(seed)).run();
  }

  private final class Play {
    private final EventQueue events = new EventQueue(0);
    private final Map<Endpoint, Node> nodes = new HashMap<>();
    private final List<Client> clients = new ArrayList<>();
    private final int retries;
    private final double hedgeAfter;
    private final Random chance;
    private int succeeded;
    private int responses;
    private double seconds;

    Play(
        UnaryOperator<LoadBalancerBuilder> options, int retries, double hedgeAfter, Random chance) {
      this.retries = retries;
      this.hedgeAfter = hedgeAfter;
      this.chance = chance;
      for (int i = 0; i < servers.size(); i++) {
        nodes.put(Endpoint.of("10.0.0." + (i + 1), 80), new Node(servers.get(i)));
      }
      for (int i = 0; i < CLIENTS; i++) {
        Random picks = new Random(chance.nextLong());
        LoadBalancer balancer =
            options
                .apply(
                    new LoadBalancerBuilder(name)
                        .nanoClock(() -> Math.round(now() * UNIT.toNanos()))
                        .scheduler(new VirtualScheduler(events, UNIT))
                        .random(() -> picks))
                .build();
        balancer.setEndpoints(nodes.keySet().stream().sorted(Play::byAddress).toList());
        clients.add(new Client(balancer, new Budget()));
      }
    }

    private static int byAddress(Endpoint one, Endpoint other) {
      return one.toString().compareTo(other.toString());
    }

    private double now() {
      return VirtualTime.units((double) events.now());
    }

    Result run() {
      for (int i = 0; i < requests; i++) {
        events.at(VirtualTime.ticks(i / rate), () -> new Sending().begin());
      }
      events.run();
      return new Result((double) succeeded / requests, seconds / responses);
    }

    /** A request, from its arrival to its response. */
    private final class Sending {
      private final Client client = clients.get(chance.nextInt(CLIENTS));
      private final Budget budget = client.budget();
      private final double began = now();
      private RequestContext context = RequestContext.empty();
      private int retriesLeft = retries;
      private boolean isHedged;
      private boolean isOver;

      void begin() {
        budget.requests++;
        send();
        if (hedgeAfter < end) {
          events.after(VirtualTime.ticks(hedgeAfter), this::hedge);
        }
      }

      private void hedge() {
        if (!isOver && budget.mayHedge()) {
          budget.hedges++;
          isHedged = true;
          send();
        }
      }

      private void send() {
        var unused = client.balancer().enqueueRequest(context, FOR_EVER).thenAccept(this::send);
      }

      private void send(Lease lease) {
        context = context.withTried(lease.endpoint());
        requireNonNull(nodes.get(lease.endpoint())).serve(outcome -> respond(lease, outcome));
      }

      private void respond(Lease lease, Outcome outcome) {
        lease.responded(outcome);
        client.balancer().endRequest(lease, outcome);
        if (isOver) {
          return;
        }
        if (outcome.isFailure() && retriesLeft-- > 0) {
          send();
          return;
        }
        isOver = true;
        budget.requests--;
        budget.hedges -= isHedged ? 1 : 0;
        responses++;
        seconds += now() - began;
        succeeded += outcome == Outcome.SUCCESS ? 1 : 0;
      }
    }

    private record Client(LoadBalancer balancer, Budget budget) {}

    /** As the retry budget of the OkHttp side, with its defaults. */
    private static final class Budget {
      private int requests;
      private int hedges;

      boolean mayHedge() {
        return hedges < Math.max(3, requests / 5);
      }
    }

    private final class Node {
      private final List<Phase> phases;
      private int inFlight;

      Node(List<Phase> phases) {
        this.phases = phases;
      }

      void serve(Consumer<Outcome> caller) {
        inFlight++;
        Phase phase =
            phases.stream().filter(each -> now() < each.until()).findFirst().orElseThrow();
        Outcome outcome = outcomeOf(phase.status().applyAsInt(inFlight));
        double takes = phase.seconds().applyAsDouble(inFlight);
        if (now() + takes > end) {
          return; // Nobody will see it.
        }
        events.after(
            VirtualTime.ticks(takes),
            () -> {
              inFlight--;
              caller.accept(outcome);
            });
      }

      private static Outcome outcomeOf(int status) {
        return switch (status) {
          case 200 -> Outcome.SUCCESS;
          case 429 -> Outcome.THROTTLED;
          case 503 -> Outcome.GATEWAY_ERROR;
          default -> Outcome.SERVER_ERROR;
        };
      }
    }
  }
}
