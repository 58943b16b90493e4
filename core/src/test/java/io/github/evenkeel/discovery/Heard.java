/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Writes down what it hears, and whether two threads called it at once. */
final class Heard implements EndpointListener {
  private final List<String> events = new ArrayList<>();
  private final AtomicInteger callers = new AtomicInteger();
  private int collisions;
  private Runnable reaction = () -> {};

  /** Does something within each call. */
  Heard reactingBy(Runnable newReaction) {
    reaction = newReaction;
    return this;
  }

  @Override
  public void onEndpoints(List<Endpoint> endpoints) {
    hear(
        endpoints.stream()
            .map(each -> each.address().getAddress().getHostAddress())
            .map(address -> address.substring(address.lastIndexOf('.') + 1))
            .collect(Collectors.joining(" ", "[", "]")));
  }

  @Override
  public void onError(DiscoveryException problem) {
    hear("error: " + problem.getMessage());
  }

  @Override
  public void onRecovered() {
    hear("recovered");
  }

  private void hear(String event) {
    if (callers.getAndIncrement() > 0) {
      collisions++;
    }
    events.add(event);
    reaction.run();
    callers.getAndDecrement();
  }

  List<String> events() {
    return events;
  }

  int collisions() {
    return collisions;
  }

  /** Fails unless these events are all that was heard since this was called last. */
  void expect(String... expected) {
    assertEquals(List.of(expected), events);
    events.clear();
  }
}
