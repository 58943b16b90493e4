/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.balancer.LoadBalancerBuilder;
import io.github.evenkeel.internal.option.Check;
import io.github.evenkeel.observe.EjectionEvent;
import io.github.evenkeel.observe.HalfOpenEvent;
import io.github.evenkeel.observe.HealthCheckEvent;
import io.github.evenkeel.observe.LoadBalancerListener;
import io.github.evenkeel.observe.PanicEvent;
import io.github.evenkeel.observe.ReturnEvent;
import io.github.evenkeel.observe.SheddingEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** A load balancer with health checks over numbered endpoints that pass or fail as told to. */
final class HealthCheckScene implements HealthProbe {
  final VirtualTime time = new VirtualTime();
  final Scene scene;

  /** How each endpoint does; those that are not there pass. */
  private final Map<Integer, Supply> supplies = new HashMap<>();

  private final List<String> events = new ArrayList<>();

  /** When each check of each endpoint began, in milliseconds since the begin. */
  final Map<Integer, List<Long>> began = new TreeMap<>();

  private final Map<Integer, CompletableFuture<ProbeResult>> last = new TreeMap<>();
  final Set<Integer> forgotten = new TreeSet<>();
  final Set<Integer> overlapping = new HashSet<>();
  private final long origin = time.getAsLong();

  /** Makes the result of a check. */
  interface Supply {
    CompletableFuture<ProbeResult> get();
  }

  HealthCheckScene(HealthCheck.Builder options) {
    this(options, builder -> builder);
  }

  HealthCheckScene(HealthCheck.Builder options, UnaryOperator<LoadBalancerBuilder> more) {
    this.scene =
        new Scene(
            Algorithms.roundRobin(),
            time,
            builder ->
                more.apply(builder.healthCheck(options.build(), this).listener(new Recorder())));
  }

  HealthCheckScene with(int endpoints) {
    scene.with(endpoints);
    return this;
  }

  void set(int... endpoints) {
    List<Endpoint> all = new ArrayList<>();
    for (int endpoint : endpoints) {
      all.add(Scene.endpoint(endpoint));
    }
    scene.balancer.setEndpoints(all);
  }

  @Override
  public CompletableFuture<ProbeResult> probe(Endpoint endpoint, Duration timeout) {
    int number = OutlierScene.number(endpoint);
    CompletableFuture<ProbeResult> before = last.get(number);
    if (before != null && !before.isDone()) {
      overlapping.add(number);
    }
    began
        .computeIfAbsent(number, any -> new ArrayList<>())
        .add((time.getAsLong() - origin) / 1_000_000);
    CompletableFuture<ProbeResult> result =
        supplies
            .getOrDefault(
                number, () -> CompletableFuture.completedFuture(ProbeResult.passed("fine")))
            .get();
    last.put(number, result);
    return result;
  }

  @Override
  public void forget(Endpoint endpoint) {
    forgotten.add(OutlierScene.number(endpoint));
  }

  void passes(int endpoint) {
    supplies.remove(endpoint);
  }

  void fails(int... endpoints) {
    for (int endpoint : endpoints) {
      supplies.put(endpoint, () -> CompletableFuture.completedFuture(ProbeResult.failed("broken")));
    }
  }

  void results(int endpoint, Supply supply) {
    supplies.put(endpoint, supply);
  }

  void hangs(int... endpoints) {
    for (int endpoint : endpoints) {
      supplies.put(endpoint, CompletableFuture::new);
    }
  }

  /** So much time passes that each endpoint is checked so often, if without jitter or delay. */
  void rounds(int count) {
    pass(Duration.ofSeconds(5L * count));
  }

  void pass(Duration duration) {
    time.advance(duration);
    assertEquals(Set.of(), overlapping);
  }

  /** The future of an endpoint's last check. */
  CompletableFuture<ProbeResult> open(int endpoint) {
    return requireNonNull(last.get(endpoint));
  }

  int checksOf(int endpoint) {
    return began.getOrDefault(endpoint, List.of()).size();
  }

  /** Which endpoints requests go to at present. */
  Set<Integer> used() {
    Set<Integer> used = new TreeSet<>();
    List<Lease> leases = new ArrayList<>();
    for (int i = 0; i < 3 * scene.balancer.statistics().size(); i++) {
      leases.add(scene.begin());
    }
    for (Lease lease : leases) {
      used.add(OutlierScene.number(lease.endpoint()));
      scene.balancer.endRequest(lease, Outcome.CANCELED);
    }
    return used;
  }

  Set<Integer> unhealthy() {
    Set<Integer> unhealthy = new TreeSet<>();
    scene.balancer.statistics().stream()
        .filter(EndpointStatistics::isUnhealthy)
        .forEach(statistics -> unhealthy.add(OutlierScene.number(statistics.endpoint())));
    return unhealthy;
  }

  /** What was reported since this was last called. */
  List<String> events() {
    List<String> reported = List.copyOf(events);
    events.clear();
    return reported;
  }

  private final class Recorder implements LoadBalancerListener {
    @Override
    public void onHealthCheck(HealthCheckEvent event) {
      events.add(
          event.change()
              + " "
              + OutlierScene.number(event.endpoint())
              + ", "
              + event.checks()
              + ": "
              + event.reason());
    }

    @Override
    public void onPanic(PanicEvent event) {
      events.add("panic " + (event.on() ? "on" : "off") + ": " + event.healthy());
    }

    @Override
    public void onShedding(SheddingEvent event) {
      events.add("admit " + Check.plain(Math.rint(event.admittedPercent()), 0) + " %");
    }

    @Override
    public void onEjection(EjectionEvent event) {
      events.add("eject " + OutlierScene.number(event.endpoint()));
    }

    @Override
    public void onHalfOpen(HalfOpenEvent event) {
      events.add("half-open " + OutlierScene.number(event.endpoint()));
    }

    @Override
    public void onReturn(ReturnEvent event) {
      events.add("return " + OutlierScene.number(event.endpoint()));
    }
  }
}
