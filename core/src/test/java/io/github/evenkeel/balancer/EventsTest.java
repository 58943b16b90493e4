/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.balancer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Algorithms;
import io.github.evenkeel.Lease;
import io.github.evenkeel.LoadBalancer;
import io.github.evenkeel.Outcome;
import io.github.evenkeel.OutlierDetection;
import io.github.evenkeel.OutlierDetection.Detector;
import io.github.evenkeel.Scene;
import io.github.evenkeel.Sneaky;
import io.github.evenkeel.VirtualTime;
import io.github.evenkeel.observe.EjectionEvent;
import io.github.evenkeel.observe.EjectionSkippedEvent;
import io.github.evenkeel.observe.HalfOpenEvent;
import io.github.evenkeel.observe.HealthCheckEvent;
import io.github.evenkeel.observe.LoadBalancerListener;
import io.github.evenkeel.observe.LocalityEvent;
import io.github.evenkeel.observe.PanicEvent;
import io.github.evenkeel.observe.QueueEvent;
import io.github.evenkeel.observe.ReturnEvent;
import io.github.evenkeel.observe.SheddingEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class EventsTest {
  private static final EjectionEvent EJECTION =
      new EjectionEvent(
          "orders", Scene.endpoint(0), Detector.SUCCESS_RATE, 50, 52, Duration.ofSeconds(30));

  private static LoadBalancerListener onEjection(Consumer<EjectionEvent> action) {
    return new LoadBalancerListener() {
      @Override
      public void onEjection(EjectionEvent event) {
        action.accept(event);
      }
    };
  }

  @Test
  void aListenerThatThrowsKeepsNothingFromTheOthers() {
    List<EjectionEvent> heard = new ArrayList<>();
    Events events =
        new Events(
            List.of(
                onEjection(
                    event -> {
                      throw new IllegalStateException("broken");
                    }),
                onEjection(
                    event -> {
                      throw new AssertionError("broken, too");
                    }),
                onEjection(event -> Sneaky.fail(new IOException("as from Kotlin"))),
                onEjection(heard::add)));
    events.onEjection(EJECTION);
    events.onEjection(EJECTION);
    events.deliver();
    assertEquals(List.of(), heard, "it has not taken effect");

    events.takeEffect();
    events.deliver();

    assertEquals(List.of(EJECTION, EJECTION), heard);
    events.deliver();
    assertEquals(2, heard.size());
  }

  /** An event that an event causes comes after it, and not in the middle of it. */
  @Test
  void whatAListenerCausesIsDeliveredAfterwards() {
    List<String> heard = new ArrayList<>();
    Events[] events = new Events[1];
    events[0] =
        new Events(
            List.of(
                new LoadBalancerListener() {
                  @Override
                  public void onEjection(EjectionEvent event) {
                    events[0].onPanic(new PanicEvent("orders", true, 1, 3, 50));
                    events[0].takeEffect();
                    events[0].deliver();
                    heard.add("ejection");
                  }

                  @Override
                  public void onPanic(PanicEvent event) {
                    heard.add("panic");
                  }
                }));
    events[0].onEjection(EJECTION);
    events[0].takeEffect();
    events[0].deliver();
    assertEquals(List.of("ejection", "panic"), heard);
  }

  /** A listener that heard of an ejection under the lock could not look at the load balancer. */
  @Test
  void listenersAreCalledWithoutTheLock() {
    CompletableFuture<Integer> ejected = new CompletableFuture<>();
    LoadBalancer[] balancer = new LoadBalancer[1];
    Scene scene =
        new Scene(
            Algorithms.roundRobin(),
            new VirtualTime(),
            builder ->
                builder
                    .outlierDetection(OutlierDetection.builder().consecutive5xx(1).build())
                    .listener(
                        onEjection(
                            event ->
                                // A limit, not a measure: it would wait for ever.
                                assertTimeoutPreemptively(
                                    Duration.ofMinutes(1),
                                    () ->
                                        ejected.complete(
                                            (int)
                                                balancer[0].statistics().stream()
                                                    .filter(each -> each.isEjected())
                                                    .count())))));
    balancer[0] = scene.balancer;
    scene.with(3);
    scene.balancer.endRequest(scene.begin(), Outcome.TIMEOUT);
    scene.time.advance(Duration.ZERO);
    assertEquals(1, ejected.join());
  }

  /** The line of each event; that none of them throws is what matters here. */
  @Test
  void eachEventCanBeLogged() {
    EventLog log = new EventLog();
    for (Detector detector : Detector.values()) {
      log.onEjection(
          new EjectionEvent("orders", Scene.endpoint(0), detector, 5, 5.25, Duration.ofMinutes(1)));
      for (EjectionSkippedEvent.Reason reason : EjectionSkippedEvent.Reason.values()) {
        log.onEjectionSkipped(
            new EjectionSkippedEvent("orders", Scene.endpoint(0), detector, 1e9, 1 / 3.0, reason));
      }
    }
    for (HealthCheckEvent.Change change : HealthCheckEvent.Change.values()) {
      log.onHealthCheck(
          new HealthCheckEvent("orders", Scene.endpoint(0), change, 3, "several\n  lines"));
    }
    log.onQueue(new QueueEvent("orders", 1, 2, 3, Duration.ofMillis(7), 4, 5));
    log.onQueue(new QueueEvent("orders", 0, 0, 3, Duration.ZERO, 0, 0));
    log.onLocality(new LocalityEvent("orders", "a", 0, 66.7, 1, 3, true));
    log.onHalfOpen(new HalfOpenEvent("orders", Scene.endpoint(0)));
    log.onReturn(new ReturnEvent("orders", Scene.endpoint(0)));
    log.onPanic(new PanicEvent("orders", true, 1, 3, 50));
    log.onPanic(new PanicEvent("orders", false, 2, 3, 50));
    log.onShedding(new SheddingEvent("orders", 200 / 3.0, 1, 3));
  }

  @Test
  void aListenerHearsNothingOfALoadBalancerWithoutOutlierDetection() {
    List<EjectionEvent> heard = new ArrayList<>();
    Scene scene =
        new Scene(
            Algorithms.roundRobin(),
            new VirtualTime(),
            builder -> builder.listener(onEjection(heard::add)));
    scene.with(3);
    for (int i = 0; i < 100; i++) {
      Lease lease = scene.begin();
      scene.balancer.endRequest(lease, Outcome.TIMEOUT);
    }
    assertEquals(List.of(), heard);
    assertTrue(scene.time.scheduled() == 0);
  }

  /** A scheduler of the user's that is shut down is no reason for a request to fail, or to wait. */
  @Test
  void whatASchedulerRefusesRunsAllTheSame() throws Exception {
    CompletableFuture<EjectionEvent> heard = new CompletableFuture<>();
    Scene scene =
        new Scene(
            Algorithms.roundRobin(),
            new VirtualTime(),
            builder ->
                builder
                    .outlierDetection(OutlierDetection.builder().consecutive5xx(1).build())
                    .listener(onEjection(heard::complete))
                    .scheduler(
                        (delay, task) -> {
                          throw new IllegalStateException("shut down");
                        }));
    scene.with(3);
    Lease lease = scene.begin();
    scene.balancer.endRequest(lease, Outcome.TIMEOUT);
    assertEquals(0, scene.statistics(lease.endpoint()).inFlight());
    assertEquals(lease.endpoint(), heard.get(1, TimeUnit.MINUTES).endpoint());
  }
}
