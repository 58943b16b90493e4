/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.RequestQueue.Order;
import io.github.evenkeel.RequestQueue.WhenHomeIsFull;
import io.github.evenkeel.balancer.LoadBalancerBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RequestQueueTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final VirtualTime time = new VirtualTime();

  private Scene scene(Algorithm algorithm, int limit, RequestQueue queue) {
    return new Scene(
        algorithm,
        time,
        builder -> builder.concurrencyLimit(ConcurrencyLimit.of(limit)).queue(queue));
  }

  private Scene scene(RequestQueue queue) {
    return scene(Algorithms.roundRobin(), 1, queue);
  }

  private static RequestQueue.Builder queue() {
    return RequestQueue.builder();
  }

  private static CompletableFuture<Lease> enqueue(Scene scene) {
    return scene.balancer.enqueueRequest(RequestContext.empty(), PATIENCE);
  }

  private static void end(Scene scene, CompletableFuture<Lease> lease) {
    scene.balancer.endRequest(lease.join(), Outcome.SUCCESS);
  }

  private static Throwable failure(CompletableFuture<Lease> lease) {
    assertTrue(lease.isDone(), "still waits");
    return requireNonNull(assertThrows(ExecutionException.class, lease::get).getCause());
  }

  @Test
  void aRequestBeginsAtOnceWhileThereIsRoom() {
    Scene scene = scene(queue().build()).with(2);

    assertTrue(enqueue(scene).isDone());
    assertTrue(enqueue(scene).isDone());
    assertFalse(enqueue(scene).isDone());
  }

  @Test
  void theFirstThatCameBeginsWhenRoomIsMade() {
    Scene scene = scene(queue().build()).with(1);
    CompletableFuture<Lease> running = enqueue(scene);
    CompletableFuture<Lease> first = enqueue(scene);
    CompletableFuture<Lease> second = enqueue(scene);

    end(scene, running);

    assertTrue(first.isDone());
    assertFalse(second.isDone());
    end(scene, first);
    assertTrue(second.isDone());
  }

  @Test
  void aRequestThatComesLaterDoesNotOvertake() {
    Scene scene = scene(queue().build()).with(1);
    CompletableFuture<Lease> running = enqueue(scene);
    CompletableFuture<Lease> waiting = enqueue(scene);

    assertThrows(
        QueueFullException.class, () -> scene.balancer.beginRequest(RequestContext.empty()));
    end(scene, running);
    assertTrue(waiting.isDone());
    assertThrows(
        QueueFullException.class, () -> scene.balancer.beginRequest(RequestContext.empty()));
  }

  /** Traps 21 and 23. */
  @Test
  void addedCapacityWakesAsManyAsItHasRoomFor() {
    Scene scene = scene(Algorithms.roundRobin(), 2, queue().build()).with(1);
    List<CompletableFuture<Lease>> requests = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      requests.add(enqueue(scene));
    }
    assertEquals(2, requests.stream().filter(CompletableFuture::isDone).count());

    scene.with(4);

    assertEquals(8, requests.stream().filter(CompletableFuture::isDone).count());
    assertFalse(requests.get(8).isDone());
  }

  @Test
  void anAdaptiveLimitThatGrowsWakesAnother() {
    Scene scene =
        new Scene(
                Algorithms.roundRobin(),
                time,
                builder ->
                    builder.concurrencyLimit(ConcurrencyLimit.adaptive().initialLimit(1).build()))
            .with(1);
    CompletableFuture<Lease> running = enqueue(scene);
    CompletableFuture<Lease> first = enqueue(scene);
    CompletableFuture<Lease> second = enqueue(scene);

    end(scene, running);

    assertTrue(first.isDone());
    assertTrue(second.isDone());
  }

  /** The stream may last for hours. */
  @Test
  void anAdaptiveLimitThatGrowsWhileAResponseGoesOnWakesAnother() {
    Scene scene =
        new Scene(
                Algorithms.roundRobin(),
                time,
                builder ->
                    builder.concurrencyLimit(ConcurrencyLimit.adaptive().initialLimit(1).build()))
            .with(1);
    CompletableFuture<Lease> stream = enqueue(scene);
    CompletableFuture<Lease> waiting = enqueue(scene);
    assertFalse(waiting.isDone());

    stream.join().responded(Outcome.SUCCESS);

    assertTrue(waiting.isDone());
  }

  @Test
  void aRequestWaitsNoLongerThanTheQueueAllows() {
    Scene scene = scene(queue().timeout(Duration.ofSeconds(2)).build()).with(1);
    CompletableFuture<Lease> running = enqueue(scene);
    CompletableFuture<Lease> waiting = enqueue(scene);

    time.advance(Duration.ofMillis(1_999));
    assertFalse(waiting.isDone());
    time.advance(Duration.ofMillis(1));

    QueueTimeoutException e = assertInstanceOf(QueueTimeoutException.class, failure(waiting));
    assertEquals("orders", e.service());
    assertEquals(
        "No room for a request to orders in time: waited for 2 s with 0 others in the queue, the"
            + " longest for 2 s; the one endpoint is at its limit of 1, 1 in flight in all",
        e.getMessage());
    end(scene, running);
    assertTrue(enqueue(scene).isDone(), "the slot was given to a request that had left");
  }

  /** Trap 41. */
  @Test
  void aRequestWaitsNoLongerThanItsCaller() {
    Scene scene = scene(queue().build()).with(1);
    CompletableFuture<Lease> unused = enqueue(scene);
    CompletableFuture<Lease> waiting =
        scene.balancer.enqueueRequest(RequestContext.empty(), Duration.ofMillis(30));

    time.advance(Duration.ofMillis(30));

    assertInstanceOf(QueueTimeoutException.class, failure(waiting));
  }

  @Test
  void aRequestWithoutTimeLeftBeginsIfThereIsRoom() {
    Scene scene = scene(queue().build()).with(1);

    assertTrue(
        scene.balancer.enqueueRequest(RequestContext.empty(), Duration.ofSeconds(-1)).isDone());
    CompletableFuture<Lease> late =
        scene.balancer.enqueueRequest(RequestContext.empty(), Duration.ofSeconds(-1));
    time.advance(Duration.ZERO);
    assertInstanceOf(QueueTimeoutException.class, failure(late));
  }

  @Test
  void aCanceledRequestLeavesAtOnce() {
    Scene scene = scene(queue().maxPending(1).build()).with(1);
    CompletableFuture<Lease> running = enqueue(scene);
    CompletableFuture<Lease> canceled = enqueue(scene);

    assertTrue(canceled.cancel(false));

    CompletableFuture<Lease> next = enqueue(scene);
    assertFalse(next.isDone());
    end(scene, running);
    assertTrue(next.isDone());
    assertEquals(1, time.scheduled(), "timeouts are left over, not only the report on the queue");
  }

  @Test
  void aRequestThatFindsTheQueueFullFailsAtOnce() {
    Scene scene = scene(queue().maxPending(2).build()).with(1);
    CompletableFuture<Lease> unused = enqueue(scene);
    CompletableFuture<Lease> first = enqueue(scene);
    time.advance(Duration.ofMillis(1_500));
    CompletableFuture<Lease> second = enqueue(scene);

    QueueFullException e = assertInstanceOf(QueueFullException.class, failure(enqueue(scene)));

    assertEquals(
        "No room for a request to orders: its queue is full: 2 requests (maxPending) wait, the"
            + " longest for 1.5 s, and the one endpoint is at its limit of 1, 1 in flight in all",
        e.getMessage());
    assertFalse(first.isDone());
    assertFalse(second.isDone());
  }

  @Test
  void withoutAQueueARequestFailsAtOnce() {
    Scene scene = scene(RequestQueue.none()).with(1);
    CompletableFuture<Lease> unused = enqueue(scene);

    QueueFullException e = assertInstanceOf(QueueFullException.class, failure(enqueue(scene)));

    assertEquals(
        "No room for a request to orders: it has no queue, and the one endpoint is at its limit of"
            + " 1, 1 in flight in all",
        e.getMessage());
  }

  @Test
  void requestsThatWaitFailWhenTheLastEndpointIsGone() {
    Scene scene = scene(queue().build()).with(1);
    CompletableFuture<Lease> unused = enqueue(scene);
    CompletableFuture<Lease> waiting = enqueue(scene);

    scene.with(0);

    assertInstanceOf(NoEndpointAvailableException.class, failure(waiting));
    assertInstanceOf(NoEndpointAvailableException.class, failure(enqueue(scene)));
  }

  @Test
  void aRetryWaitsForAnotherEndpointWhileOthersPassIt() {
    Scene scene = scene(queue().build()).with(2);
    CompletableFuture<Lease> a = enqueue(scene);
    CompletableFuture<Lease> b = enqueue(scene);
    CompletableFuture<Lease> retry =
        scene.balancer.enqueueRequest(
            RequestContext.empty().withTried(a.join().endpoint()), PATIENCE);
    CompletableFuture<Lease> other = enqueue(scene);

    end(scene, a);

    assertTrue(other.isDone());
    assertFalse(retry.isDone());
    end(scene, b);
    assertTrue(retry.isDone());
  }

  private static String keyOf(Scene scene, Endpoint home) {
    for (int i = 0; ; i++) {
      String key = "key" + i;
      Lease lease = scene.begin(RequestContext.empty().withAffinityKey(key));
      scene.balancer.endRequest(lease, Outcome.CANCELED);
      if (lease.endpoint().equals(home)) {
        return key;
      }
    }
  }

  @Test
  void aRequestWithAKeyWaitsForItsEndpointAndStarvesNoOther() {
    Scene scene =
        scene(Algorithms.ringHash(), 1, queue().whenHomeIsFull(WhenHomeIsFull.WAIT).build())
            .with(2);
    RequestContext keyed = RequestContext.empty().withAffinityKey(keyOf(scene, Scene.endpoint(0)));
    CompletableFuture<Lease> first = scene.balancer.enqueueRequest(keyed, PATIENCE);
    CompletableFuture<Lease> second = scene.balancer.enqueueRequest(keyed, PATIENCE);

    assertFalse(second.isDone());
    CompletableFuture<Lease> without = enqueue(scene);
    assertEquals(Scene.endpoint(1), without.join().endpoint());
    end(scene, without);
    assertEquals(Scene.endpoint(1), scene.begin().endpoint(), "without waiting");
    end(scene, first);
    assertEquals(Scene.endpoint(0), second.join().endpoint());
  }

  @Test
  void theMessageOfARequestWithAKeyNamesItsEndpoint() {
    Scene scene =
        scene(
                Algorithms.ringHash(),
                1,
                queue().whenHomeIsFull(WhenHomeIsFull.WAIT).timeout(Duration.ofSeconds(1)).build())
            .with(2);
    RequestContext keyed = RequestContext.empty().withAffinityKey(keyOf(scene, Scene.endpoint(0)));
    CompletableFuture<Lease> unused = scene.balancer.enqueueRequest(keyed, PATIENCE);
    CompletableFuture<Lease> waiting = scene.balancer.enqueueRequest(keyed, PATIENCE);

    time.advance(Duration.ofSeconds(1));

    assertEquals(
        "No room for a request to orders in time: waited for 1 s with 0 others in the queue, the"
            + " longest for 1 s; endpoint 10.0.0.1:8080, where its affinity key belongs, is at its"
            + " limit of 1, 1 in flight in all",
        failure(waiting).getMessage());
  }

  @Test
  void byDefaultARequestWithAKeyOverflows() {
    Scene scene = scene(Algorithms.ringHash(), 1, queue().build()).with(2);
    RequestContext keyed = RequestContext.empty().withAffinityKey(keyOf(scene, Scene.endpoint(0)));

    assertEquals(Scene.endpoint(0), scene.begin(keyed).endpoint());
    assertEquals(Scene.endpoint(1), scene.begin(keyed).endpoint());
  }

  @Test
  void anAdaptiveLifoServesInOrderUntilItHasNotBeenEmptyForAWhile() {
    Scene scene =
        scene(queue().order(Order.ADAPTIVE_LIFO).timeout(Duration.ofSeconds(1)).build()).with(1);
    CompletableFuture<Lease> running = enqueue(scene);
    CompletableFuture<Lease> first = enqueue(scene);
    CompletableFuture<Lease> second = enqueue(scene);
    time.advance(Duration.ofMillis(100));
    end(scene, running);
    assertTrue(first.isDone());

    time.advance(Duration.ofMillis(1));
    CompletableFuture<Lease> newest = enqueue(scene);
    end(scene, first);

    assertTrue(newest.isDone());
    assertFalse(second.isDone());
  }

  @Test
  void anOverloadedAdaptiveLifoDropsWhatComesAfterFiveMilliseconds() {
    Scene scene =
        scene(queue().order(Order.ADAPTIVE_LIFO).timeout(Duration.ofSeconds(1)).build()).with(1);
    CompletableFuture<Lease> unused = enqueue(scene);
    CompletableFuture<Lease> old = enqueue(scene);
    time.advance(Duration.ofMillis(101));
    CompletableFuture<Lease> dropped = enqueue(scene);

    time.advance(Duration.ofMillis(5));

    assertInstanceOf(QueueTimeoutException.class, failure(dropped));
    assertFalse(old.isDone());
    time.advance(Duration.ofMillis(894));
    assertInstanceOf(QueueTimeoutException.class, failure(old));
    CompletableFuture<Lease> next = enqueue(scene);
    time.advance(Duration.ofMillis(999));
    assertFalse(next.isDone(), "the queue was empty, and is not overloaded any more");
  }

  @Test
  void aFutureThatTheCallerCompletesGivesItsRoomBack() {
    Scene scene = scene(queue().build()).with(1);
    CompletableFuture<Lease> running = enqueue(scene);
    CompletableFuture<Lease> waiting = enqueue(scene);

    assertTrue(waiting.completeExceptionally(new IllegalStateException("given up")));
    end(scene, running);

    assertTrue(enqueue(scene).isDone());
  }

  @Test
  void theBuilderRefusesWhatDoesNotGoTogether() {
    assertMessage(
        "queue of service orders needs a limit to wait for, but there is none; set"
            + " concurrencyLimit or maxRequests, or leave the queue out",
        () -> new Scene(Algorithms.roundRobin(), time, builder -> builder.queue(queue().build())));
    assertMessage(
        "whenHomeIsFull of the queue of service orders is WAIT, which needs an algorithm that uses"
            + " affinity keys, but was used with roundRobin; leave it out, or set an algorithm such"
            + " as Algorithms.ringHash()",
        () -> scene(queue().whenHomeIsFull(WhenHomeIsFull.WAIT).build()));
    assertMessage(
        "maxPending of the queue (RequestQueue.none() is without) must be at least 1, but was 0",
        () -> queue().maxPending(0));
    assertMessage(
        "timeout of the queue must be above 0 s and at most 1 h, but was 0 s",
        () -> queue().timeout(Duration.ZERO));
    assertMessage(
        "maxRequests of service orders must be at least 1, but was 0",
        () -> new Scene(Algorithms.roundRobin(), time, builder -> builder.maxRequests(0)));
  }

  private static void assertMessage(String message, Executable option) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, option).getMessage());
  }

  @Test
  void threadsThatWaitAreAllServed() throws Exception {
    LoadBalancer balancer =
        new LoadBalancerBuilder("orders")
            .concurrencyLimit(ConcurrencyLimit.of(2))
            .maxRequests(5)
            .queue(queue().timeout(Duration.ofMinutes(5)).build())
            .build();
    balancer.setEndpoints(Scene.endpoints(3));
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < 16; t++) {
        all.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 2_000; i++) {
                    Lease lease =
                        balancer
                            .enqueueRequest(RequestContext.empty(), Duration.ofMinutes(5))
                            .get(4, TimeUnit.MINUTES);
                    balancer.endRequest(lease, Outcome.SUCCESS);
                  }
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get(5, TimeUnit.MINUTES);
      }
    } finally {
      threads.shutdownNow();
    }
    assertTrue(balancer.statistics().stream().allMatch(statistics -> statistics.inFlight() == 0));
  }

  /** An Error in one request must not cost the others their leases. */
  @Test
  void whatThePickerThrowsForOneRequestIsThatRequestsAlone() {
    RequestContext cursed = RequestContext.empty().withAffinityKey("cursed");
    Scene scene =
        scene(
                Algorithms.custom(
                    "broken",
                    (candidates, request, now) -> {
                      if (request.affinityKey().isPresent()) {
                        throw new AssertionError("oh");
                      }
                      return 0;
                    }),
                2,
                queue().build())
            .with(1);
    CompletableFuture<Lease> running = enqueue(scene);
    CompletableFuture<Lease> other = enqueue(scene);
    CompletableFuture<Lease> first = enqueue(scene);
    CompletableFuture<Lease> second = scene.balancer.enqueueRequest(cursed, PATIENCE);
    CompletableFuture<Lease> third = enqueue(scene);

    end(scene, running);
    end(scene, other);

    assertInstanceOf(AssertionError.class, failure(second));
    assertTrue(first.isDone());
    assertTrue(third.isDone());
    end(scene, first);
    end(scene, third);
    assertEquals(0, scene.statistics(Scene.endpoint(0)).inFlight());
  }

  /** Trap 23: the one that fails was counted when the other looked for room. */
  @Test
  void aRequestThatFailsWhileAnotherBeginsToWaitMakesRoomForIt() {
    Scene[] scene = new Scene[1];
    List<CompletableFuture<Lease>> waiting = new ArrayList<>();
    Algorithm algorithm =
        Algorithms.custom(
            "broken",
            (candidates, request, now) -> {
              if (request.affinityKey().isPresent()) {
                waiting.add(enqueue(requireNonNull(scene[0])));
                throw new IllegalStateException("oh");
              }
              return 0;
            });
    scene[0] =
        new Scene(algorithm, time, builder -> builder.maxRequests(1).queue(queue().build()))
            .with(1);

    assertThrows(
        IllegalStateException.class,
        () -> scene[0].balancer.beginRequest(RequestContext.empty().withAffinityKey("cursed")));

    assertTrue(waiting.get(0).isDone());
  }
}
