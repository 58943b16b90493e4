/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.system;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.Outcome;
import io.github.evenkeel.ProbeResult;
import io.github.evenkeel.Scheduler;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** A pod that serves requests in virtual time, or fails to. */
final class Pod {
  /** What it does with the requests that arrive. */
  enum Condition {
    HEALTHY,
    SLOW,
    FAILING,
    THROTTLING,
    REFUSING,
    HANGING
  }

  private final Endpoint endpoint;
  private final Scheduler time;
  private final SplittableRandom random;
  private final Set<Exchange> open = new LinkedHashSet<>();
  private Condition condition = Condition.HEALTHY;

  Pod(Endpoint endpoint, Scheduler time, SplittableRandom random) {
    this.endpoint = endpoint;
    this.time = time;
    this.random = random;
  }

  /** Where the response to a request goes. */
  interface Client {
    void responded(Outcome outcome);

    void ended(Outcome outcome);
  }

  private record Exchange(Client client) {}

  Endpoint endpoint() {
    return endpoint;
  }

  boolean isHealthy() {
    return condition == Condition.HEALTHY;
  }

  /** The response to a health check, which never comes from a pod that hangs. */
  CompletableFuture<ProbeResult> probed() {
    CompletableFuture<ProbeResult> result = new CompletableFuture<>();
    switch (condition) {
      case HEALTHY, SLOW ->
          time.schedule(millis(1, 20), () -> result.complete(ProbeResult.passed("fine")));
      case FAILING, THROTTLING, REFUSING ->
          time.schedule(millis(0, 2), () -> result.complete(ProbeResult.failed("broken")));
      case HANGING -> {}
    }
    return result;
  }

  void turn(Condition condition) {
    this.condition = condition;
  }

  /** Breaks the connections of all requests that it serves. */
  void crash() {
    List<Exchange> broken = List.copyOf(open);
    open.clear();
    broken.forEach(exchange -> exchange.client().ended(Outcome.CONNECTION_FAILURE));
  }

  void serve(Client client) {
    Exchange exchange = new Exchange(client);
    open.add(exchange);
    switch (condition) {
      case HEALTHY -> respond(exchange, Outcome.SUCCESS, millis(1, 20));
      case SLOW -> respond(exchange, Outcome.SUCCESS, millis(100, 2_000));
      case FAILING -> respond(exchange, Outcome.SERVER_ERROR, millis(0, 2));
      case THROTTLING -> respond(exchange, Outcome.THROTTLED, millis(0, 2));
      case REFUSING -> end(exchange, Outcome.CONNECT_FAILURE, millis(0, 2));
      case HANGING -> {}
    }
  }

  private Duration millis(int from, int to) {
    return Duration.ofMillis(random.nextInt(from, to));
  }

  private void respond(Exchange exchange, Outcome outcome, Duration after) {
    time.schedule(
        after,
        () -> {
          if (open.contains(exchange)) {
            exchange.client().responded(outcome);
            end(exchange, outcome, millis(0, 5));
          }
        });
  }

  private void end(Exchange exchange, Outcome outcome, Duration after) {
    time.schedule(
        after,
        () -> {
          if (open.remove(exchange)) {
            exchange.client().ended(outcome);
          }
        });
  }
}
