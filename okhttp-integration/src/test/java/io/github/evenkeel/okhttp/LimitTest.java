/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Algorithms;
import io.github.evenkeel.ConcurrencyLimit;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.NoEndpointAvailableException;
import io.github.evenkeel.OverloadedException;
import io.github.evenkeel.QueueFullException;
import io.github.evenkeel.QueueTimeoutException;
import io.github.evenkeel.RequestQueue;
import io.github.evenkeel.discovery.StaticEndpoints;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pods get as many requests at once as they may have, and the others wait. */
class LimitTest {
  private final ManualScheduler timer = new ManualScheduler();
  private final BlockingQueue<Pod> arrivals = new LinkedBlockingQueue<>();
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stopThreads() {
    goOn.countDown();
    threads.shutdownNow();
  }

  private Shop shop(Wire wire, int pods, Consumer<ServiceBuilder> options) {
    Shop shop =
        new Shop(
            wire,
            pods,
            client -> {},
            balancing -> balancing.environment(timer.environment()),
            options);
    for (Pod pod : shop.pods) {
      pod.answers(
          request -> {
            arrivals.add(pod);
            await(goOn);
            return pod.ok().build();
          });
    }
    return shop;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Consumer<ServiceBuilder> limit(int limit) {
    return service -> service.concurrencyLimit(ConcurrencyLimit.of(limit));
  }

  private Future<String> start(Call call) {
    return threads.submit(
        () -> {
          try (Response response = call.execute()) {
            return response.body().string();
          }
        });
  }

  private Future<String> start(Shop shop) {
    return start(call(shop));
  }

  private static Call call(Shop shop) {
    return shop.client.newCall(shop.request("/"));
  }

  /** The timeouts of calls that wait. The report on the queue is no timeout. */
  private List<Duration> timeouts() {
    return timer.delays().stream().filter(LimitTest::isTimeout).toList();
  }

  private static boolean isTimeout(Duration delay) {
    return !delay.equals(Duration.ofSeconds(1));
  }

  /** Waits until a call waits in the queue, which schedules its timeout. */
  private void awaitWaiting(int calls) throws InterruptedException {
    long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (timeouts().size() < calls) {
      assertTrue(System.nanoTime() - giveUpAt < 0, "no call waits");
      Thread.onSpinWait();
    }
  }

  private static Throwable failure(Future<?> call) {
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> call.get(10, TimeUnit.SECONDS));
    Throwable cause = e.getCause();
    return cause == null ? e : cause;
  }

  @ParameterizedTest
  @EnumSource
  void aCallWaitsUntilAPodHasRoom(Wire wire) throws Exception {
    try (Shop shop = shop(wire, 2, limit(1))) {
      List<Future<String>> calls = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        calls.add(start(shop));
      }
      assertFalse(arrivals.take().equals(arrivals.take()), "two at one pod");
      awaitWaiting(1);
      assertEquals(2, shop.inFlight());
      assertNull(arrivals.poll());

      goOn.countDown();

      for (Future<String> call : calls) {
        call.get(10, TimeUnit.SECONDS);
      }
      assertEquals(0, shop.inFlight());
      assertEquals(List.of(), timeouts());
    }
  }

  @Test
  void noPodEverHasMoreThanItsLimitUnderManyThreads() throws Exception {
    try (Shop shop = new Shop(Wire.HTTP_1, 3, client -> {}, balancing -> {}, limit(2))) {
      AtomicInteger most = new AtomicInteger();
      for (Pod pod : shop.pods) {
        AtomicInteger now = new AtomicInteger();
        pod.answers(
            request -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              now.decrementAndGet();
              return pod.ok().build();
            });
      }
      List<Future<?>> callers = new ArrayList<>();
      for (int t = 0; t < 24; t++) {
        callers.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 50; i++) {
                    shop.get("/");
                  }
                  return null;
                }));
      }
      for (Future<?> caller : callers) {
        caller.get(60, TimeUnit.SECONDS);
      }
      assertTrue(most.get() <= 2, () -> "had " + most);
      assertEquals(1200, shop.succeeded());
      assertEquals(0, shop.inFlight());
    }
  }

  @Test
  void aPodHasNoRoomBeforeTheResponseIsRead() throws Exception {
    try (Shop shop = shop(Wire.HTTP_1, 1, limit(1))) {
      goOn.countDown();
      Response open = call(shop).execute();
      Future<String> waiting = start(shop);
      awaitWaiting(1);

      open.close();

      assertEquals("pod-0", waiting.get(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void aCallThatWaitsTooLongFailsAndSaysWhatItWaitedFor() throws Exception {
    try (Shop shop = shop(Wire.HTTP_1, 1, limit(1))) {
      Future<String> running = start(shop);
      arrivals.take();
      Future<String> waiting = start(shop);
      awaitWaiting(1);
      assertEquals(List.of(Duration.ofSeconds(5)), timeouts());

      timer.fire(LimitTest::isTimeout);

      QueueTimeoutException e = assertInstanceOf(QueueTimeoutException.class, failure(waiting));
      assertTrue(
          String.valueOf(e.getMessage())
              .contains("waited for 5 s with 0 others in the queue, the longest for "),
          e.getMessage());
      goOn.countDown();
      running.get(10, TimeUnit.SECONDS);
      shop.get("/");
    }
  }

  @Test
  void aCallWaitsNoLongerThanItsTimeout() throws Exception {
    try (Shop shop = shop(Wire.HTTP_1, 1, limit(1))) {
      Future<String> running = start(shop);
      arrivals.take();
      Call brief = call(shop);
      brief.timeout().timeout(2, TimeUnit.SECONDS);
      Future<String> waiting = start(brief);
      awaitWaiting(1);

      Duration patience = timeouts().get(0);
      assertTrue(patience.compareTo(Duration.ofMillis(1_990)) <= 0, () -> "is " + patience);
      timer.fire(LimitTest::isTimeout);
      assertInstanceOf(QueueTimeoutException.class, failure(waiting));
      goOn.countDown();
      running.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void aCallThatTimesOutByItselfLeavesTheQueue() throws Exception {
    try (Shop shop = shop(Wire.HTTP_1, 1, limit(1))) {
      Future<String> running = start(shop);
      arrivals.take();
      Call brief = call(shop);
      brief.timeout().timeout(100, TimeUnit.MILLISECONDS);

      assertInstanceOf(InterruptedIOException.class, failure(start(brief)));
      assertEquals(List.of(), timeouts());
      goOn.countDown();
      running.get(10, TimeUnit.SECONDS);
      shop.get("/");
    }
  }

  @Test
  void aCanceledCallLeavesTheQueueAtOnce() throws Exception {
    try (Shop shop = shop(Wire.HTTP_1, 1, limit(1))) {
      Future<String> running = start(shop);
      arrivals.take();
      Call canceled = call(shop);
      Future<String> waiting = start(canceled);
      awaitWaiting(1);

      canceled.cancel();

      assertEquals("Canceled", failure(waiting).getMessage());
      assertEquals(List.of(), timeouts());
      goOn.countDown();
      running.get(10, TimeUnit.SECONDS);
      shop.get("/");
      assertEquals(0, shop.inFlight());
    }
  }

  @Test
  void aCallWhoseThreadIsInterruptedLeavesTheQueue() throws Exception {
    try (Shop shop = shop(Wire.HTTP_1, 1, limit(1))) {
      Future<String> running = start(shop);
      arrivals.take();
      CompletableFuture<IOException> failure = new CompletableFuture<>();
      Thread caller =
          new Thread(
              () -> {
                try {
                  shop.get("/");
                } catch (IOException e) {
                  failure.complete(e);
                }
              });
      caller.start();
      awaitWaiting(1);

      caller.interrupt();

      assertInstanceOf(InterruptedIOException.class, failure.get(10, TimeUnit.SECONDS));
      assertEquals(List.of(), timeouts());
      goOn.countDown();
      running.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void withoutAQueueACallFailsAtOnce() throws Exception {
    try (Shop shop =
        shop(Wire.HTTP_1, 1, limit(1).andThen(service -> service.queue(RequestQueue.none())))) {
      Future<String> running = start(shop);
      arrivals.take();

      assertThrows(QueueFullException.class, () -> shop.get("/"));
      goOn.countDown();
      running.get(10, TimeUnit.SECONDS);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RESPOND_503", "RESPOND_429"})
  void aResponseMayStandForTheException(OverloadPolicy policy) throws Exception {
    try (Shop shop =
        shop(
            Wire.HTTP_1,
            1,
            limit(1)
                .andThen(service -> service.queue(RequestQueue.none()).whenOverloaded(policy)))) {
      Future<String> running = start(shop);
      arrivals.take();

      try (Response response = call(shop).execute()) {
        assertEquals(policy == OverloadPolicy.RESPOND_503 ? 503 : 429, response.code());
        assertNull(response.networkResponse());
        assertTrue(response.body().string().startsWith("No room for a request to "));
      }
      goOn.countDown();
      running.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void allPodsTogetherTakeNoMoreThanMaxRequests() throws Exception {
    try (Shop shop = shop(Wire.HTTP_1, 3, service -> service.maxRequests(2))) {
      Future<String> first = start(shop);
      Future<String> second = start(shop);
      arrivals.take();
      arrivals.take();
      Future<String> waiting = start(shop);
      awaitWaiting(1);
      assertEquals(2, shop.inFlight());

      goOn.countDown();

      for (Future<String> call : List.of(first, second, waiting)) {
        call.get(10, TimeUnit.SECONDS);
      }
    }
  }

  /** Had the hedge waited, it would have been sent as soon as the first attempt had failed. */
  @Test
  void aHedgeDoesNotWaitForRoom() throws Exception {
    CountDownLatch attempts = new CountDownLatch(3);
    Consumer<ServiceBuilder> hedging =
        service ->
            service
                .algorithm(Algorithms.ringHash())
                .affinityKey(
                    request -> {
                      attempts.countDown(); // Once for each attempt, on its thread.
                      return null;
                    })
                .retries(Retries.builder().maxRetries(0).build())
                .hedging(Hedging.after(Duration.ofMillis(50)));
    try (Shop shop = shop(Wire.HTTP_1, 2, limit(1).andThen(hedging))) {
      for (Pod pod : shop.pods) {
        pod.answers(
            request -> {
              arrivals.add(pod);
              await(goOn);
              return new MockResponse.Builder()
                  .onResponseStart(new SocketEffect.CloseSocket())
                  .build();
            });
      }
      Future<String> first = start(shop);
      arrivals.take();
      Call other = call(shop);
      Future<String> second = start(other);
      arrivals.take();

      timer.fire(); // The hedge of the first call is due.
      attempts.await();
      goOn.countDown();

      assertTrue(
          Arrays.stream(failure(first).getSuppressed())
              .anyMatch(QueueFullException.class::isInstance));
      assertInstanceOf(IOException.class, failure(second));
      assertEquals(2, shop.requestCounts().stream().mapToInt(Integer::intValue).sum());
      assertEquals(0, shop.inFlight());
    }
  }

  @Test
  void callsThatWaitFailWhenTheLoadBalancerIsClosed() throws Exception {
    try (Shop shop = shop(Wire.HTTP_1, 1, limit(1))) {
      Future<String> running = start(shop);
      arrivals.take();
      Future<String> waiting = start(shop);
      awaitWaiting(1);

      shop.balancing.close();

      NoEndpointAvailableException e =
          assertInstanceOf(NoEndpointAvailableException.class, failure(waiting));
      assertTrue(String.valueOf(e.getMessage()).contains("is closed"), e.getMessage());
      goOn.countDown();
      running.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void aCallForWhichThereIsNoRoomIsNotSentToTheVirtualIp() throws Exception {
    try (Shop shop =
        shop(
            Wire.HTTP_1,
            1,
            limit(1)
                .andThen(
                    service ->
                        service
                            .queue(RequestQueue.none())
                            .whenNoEndpoints(NoEndpointsPolicy.USE_SERVICE_URL)))) {
      Future<String> running = start(shop);
      arrivals.take();

      assertThrows(OverloadedException.class, () -> shop.get("/"));
      goOn.countDown();
      running.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void optionsWithoutALimitAreRefused() {
    assertMessage(
        "queue of service http://orders.shop needs a limit to wait for, but there is none; set"
            + " concurrencyLimit or maxRequests, or leave the queue out",
        () -> build(service -> service.queue(RequestQueue.builder().build())));
    assertMessage(
        "whenOverloaded of service http://orders.shop is RESPOND_503, which needs a limit, but"
            + " there is none; set concurrencyLimit or maxRequests, or leave whenOverloaded out",
        () -> build(service -> service.whenOverloaded(OverloadPolicy.RESPOND_503)));
  }

  private static void build(Consumer<ServiceBuilder> options) {
    OkHttpLoadBalancing.builder()
        .service(
            "http://orders.shop",
            service ->
                options.accept(
                    service.endpoints(StaticEndpoints.of(List.of(Endpoint.of("10.0.0.1:80"))))));
  }

  private static void assertMessage(String message, Executable option) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, option).getMessage());
  }

  /** An authenticator, for one, may call another service, whose overload is not this one's. */
  @Test
  void theOverloadOfAnotherServiceIsNotTakenForThisOnes() throws IOException {
    Interceptor asksAnother =
        chain -> {
          throw QueueFullException.forService("http://auth.shop", "no room there");
        };
    try (Shop shop =
        new Shop(
            Wire.HTTP_1,
            1,
            client -> client.addNetworkInterceptor(asksAnother),
            balancing -> {},
            limit(1).andThen(service -> service.whenOverloaded(OverloadPolicy.RESPOND_503)))) {
      assertEquals(
          "http://auth.shop",
          assertThrows(QueueFullException.class, () -> shop.get("/")).service());
    }
  }
}
