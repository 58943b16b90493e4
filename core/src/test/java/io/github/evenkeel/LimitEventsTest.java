/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.observe.LimitChangeEvent;
import io.github.evenkeel.observe.LoadBalancerListener;
import io.github.evenkeel.observe.QueueEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LimitEventsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final VirtualTime time = new VirtualTime();
  private final List<LimitChangeEvent> limits = new ArrayList<>();
  private final List<QueueEvent> queue = new ArrayList<>();

  private Scene scene(ConcurrencyLimit limit, RequestQueue requestQueue) {
    LoadBalancerListener listener =
        new LoadBalancerListener() {
          @Override
          public void onLimitChange(LimitChangeEvent event) {
            limits.add(event);
          }

          @Override
          public void onQueue(QueueEvent event) {
            queue.add(event);
          }
        };
    return new Scene(
            Algorithms.roundRobin(),
            time,
            builder -> builder.concurrencyLimit(limit).queue(requestQueue).listener(listener))
        .with(1);
  }

  private static CompletableFuture<Lease> enqueue(Scene scene) {
    return scene.balancer.enqueueRequest(RequestContext.empty(), PATIENCE);
  }

  @Test
  void changesOfALimitAreReportedTogetherWithTheSampleThatCausedTheLast() {
    Scene scene = scene(ConcurrencyLimit.adaptive().initialLimit(10).build(), RequestQueue.none());
    for (int i = 0; i < 3; i++) {
      Lease lease = scene.begin();
      time.advance(Duration.ofMillis(20));
      scene.balancer.endRequest(lease, Outcome.THROTTLED);
    }
    assertEquals(List.of(), limits);

    time.advance(SECOND);

    assertEquals(
        List.of(
            new LimitChangeEvent(
                "orders", Scene.endpoint(0), 10, 7, Outcome.THROTTLED, Duration.ofMillis(20))),
        limits);
  }

  @Test
  void aLimitThatIsBackWhereItWasWhenItIsReportedHasNotChanged() {
    Scene scene =
        scene(ConcurrencyLimit.adaptive().initialLimit(1).maxLimit(2).build(), RequestQueue.none());
    scene.balancer.endRequest(scene.begin(), Outcome.SUCCESS);
    time.advance(Duration.ofMillis(1));
    scene.balancer.endRequest(scene.begin(), Outcome.THROTTLED);

    time.advance(SECOND);

    assertEquals(List.of(), limits);
  }

  @Test
  void theQueueIsReportedEachSecondUntilItIsOver() {
    Scene scene =
        scene(
            ConcurrencyLimit.of(1),
            RequestQueue.builder().maxPending(2).timeout(Duration.ofMillis(1500)).build());
    Lease running = scene.begin();
    var unused = enqueue(scene);
    time.advance(Duration.ofMillis(300));
    CompletableFuture<Lease> second = enqueue(scene);
    assertTrue(enqueue(scene).isCompletedExceptionally());

    time.advance(Duration.ofMillis(700));
    time.advance(Duration.ofMillis(600));
    scene.balancer.endRequest(running, Outcome.SUCCESS);
    scene.balancer.endRequest(second.join(), Outcome.SUCCESS);
    time.advance(SECOND);
    time.advance(SECOND);
    time.advance(SECOND);

    assertEquals(
        List.of(
            new QueueEvent("orders", 2, 2, 2, Duration.ZERO, 1, 0),
            new QueueEvent("orders", 0, 2, 2, Duration.ofMillis(1500), 0, 1),
            new QueueEvent("orders", 0, 0, 2, Duration.ZERO, 0, 0)),
        queue);
    assertTrue(queue.get(2).isOver());
    assertEquals(0, time.scheduled());
  }

  @Test
  void withoutAQueueARequestThatFindsNoRoomIsRefused() {
    Scene scene = scene(ConcurrencyLimit.of(1), RequestQueue.none());
    scene.begin();

    assertTrue(enqueue(scene).isCompletedExceptionally());
    time.advance(SECOND);

    assertEquals(1, queue.get(0).refused());
  }

  /** A hedge, for one, which nobody misses. */
  @Test
  void aRequestThatDoesNotWantToWaitIsNoSignOfOverload() {
    Scene scene = scene(ConcurrencyLimit.of(1), RequestQueue.builder().build());
    scene.begin();

    assertThrows(
        QueueFullException.class, () -> scene.balancer.beginRequest(RequestContext.empty()));
    time.advance(SECOND);

    assertEquals(List.of(), queue);
  }

  @Test
  void nothingIsReportedWhileEveryRequestFindsRoom() {
    Scene scene = scene(ConcurrencyLimit.of(2), RequestQueue.builder().build());

    scene.balancer.endRequest(enqueue(scene).join(), Outcome.SUCCESS);
    scene.balancer.endRequest(scene.begin(), Outcome.SUCCESS);

    assertEquals(0, time.scheduled());
  }
}
