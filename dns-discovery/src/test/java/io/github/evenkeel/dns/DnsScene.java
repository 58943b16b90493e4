/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.discovery.EndpointListener;
import io.github.evenkeel.discovery.EndpointSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A source of names from a scripted server, in steps: the test runs each question. */
abstract class DnsScene {
  /** Tells the end of the grace from the next question. */
  static final Duration GRACE = Duration.ofMinutes(7);

  final ManualScheduler scheduler = new ManualScheduler();
  final List<String> events = new CopyOnWriteArrayList<>();
  ScriptedDnsServer server;
  private @Nullable EndpointSource source;

  /** The end of the grace, if it is planned. */
  ManualScheduler.@Nullable Planned grace;

  @BeforeEach
  void startServer() throws IOException {
    server = new ScriptedDnsServer();
  }

  @AfterEach
  void closeAll() throws IOException {
    if (source != null) {
      source.close();
      assertNoTaskIsLeft();
    }
    server.close();
  }

  /** Subscribes, and has the first question asked. */
  final void subscribe(DnsEndpoints.Builder builder) throws InterruptedException {
    EndpointSource made =
        builder
            .nameServers(server.address())
            .scheduler(scheduler)
            .keepLast(GRACE)
            .random(() -> new Random(1))
            .build();
    source = made;
    made.subscribe(new Heard());
    assertEquals(List.of(), events);
    assertEquals(Duration.ZERO, ask());
  }

  final void close() {
    if (source != null) {
      source.close();
    }
  }

  final void assertNoTaskIsLeft() {
    await(() -> scheduler.tasks() == 0);
    assertEquals(0, scheduler.tasks(), "left behind");
  }

  /** What the test starts may run on the thread that has just used an answer. */
  @SuppressWarnings("ThreadPriorityCheck") // Only waits for that thread.
  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() - deadline < 0) {
      Thread.yield();
    }
  }

  /** Has the next question asked, and returns after which pause. */
  final Duration ask() throws InterruptedException {
    answered();
    ManualScheduler.Planned next = scheduler.next();
    next.task().run();
    return next.delay();
  }

  /** Waits until the last question was answered and used, and returns the pause to the next. */
  final Duration answered() throws InterruptedException {
    if (scheduler.peek().delay().equals(GRACE)) {
      grace = scheduler.next();
    }
    return scheduler.peek().delay();
  }

  final void expect(String... expected) throws InterruptedException {
    answered();
    await(() -> events.size() >= expected.length);
    assertEquals(List.of(expected), events);
    events.clear();
  }

  final void expectError(String... parts) throws InterruptedException {
    answered();
    assertEquals(1, events.size(), events.toString());
    for (String part : parts) {
      assertTrue(events.get(0).contains(part), events.get(0));
    }
    events.clear();
  }

  static void assertWithin(Duration min, Duration max, Duration actual) {
    assertTrue(
        actual.compareTo(min) >= 0 && actual.compareTo(max) <= 0,
        actual + " is not from " + min + " to " + max);
  }

  private final class Heard implements EndpointListener {
    @Override
    public void onEndpoints(List<Endpoint> endpoints) {
      events.add(
          endpoints.stream()
              .map(each -> each + (each.weight() == 1 ? "" : "*" + each.weight()))
              .sorted(Comparator.naturalOrder())
              .collect(Collectors.joining(" ", "[", "]")));
    }

    @Override
    public void onError(DiscoveryException problem) {
      events.add("error: " + problem.getMessage());
    }

    @Override
    public void onRecovered() {
      events.add("recovered");
    }
  }
}
