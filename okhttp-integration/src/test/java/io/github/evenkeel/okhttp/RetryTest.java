/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Algorithms;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.okhttp.internal.Environment;
import io.github.evenkeel.okhttp.internal.retry.RetryBudget;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okhttp3.Cache;
import okhttp3.CacheControl;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {
  private static final int INTERNAL_ERROR = 2;
  private static final int REFUSED_STREAM = 7;

  @ParameterizedTest
  @EnumSource
  void whatWasNeverSentGoesElsewhereWhateverItsMethod(Wire wire) throws IOException {
    try (Shop shop = new Shop(wire, 2)) {
      shop.discovery.publish(List.of(refusing(), shop.pods[1].endpoint()));
      for (int i = 0; i < 10; i++) {
        assertEquals("pod-1", Shop.get(shop.client, post(shop, oneShot())));
      }
      assertEquals(10, shop.pods[1].requestCount());
      assertEquals(0, shop.inFlight());
      assertTrue(shop.failed() > 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anIdempotentRequestThatMayHaveArrivedGoesElsewhere(Wire wire) throws IOException {
    try (Shop shop = new Shop(wire, 2)) {
      breaksOff(wire, shop.pods[0]);
      for (int i = 0; i < 10; i++) {
        assertEquals("pod-1", shop.get("/"));
      }
      assertEquals(10, shop.pods[1].requestCount());
      assertTrue(shop.failed() > 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPostThatMayHaveArrivedIsNeverSentAgain(Wire wire) {
    try (Shop shop = new Shop(wire, 2)) {
      breaksOff(wire, shop.pods);
      Request post = post(shop, RequestBody.create("order", MediaType.get("text/plain")));
      assertThrows(IOException.class, () -> Shop.get(shop.client, post));
      assertEquals(1, deliveries(shop));
      assertEquals(0, shop.inFlight());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aOneShotBodyThatMayHaveArrivedIsNeverSentAgainThoughItHasAnIdempotencyKey(Wire wire) {
    try (Shop shop = new Shop(wire, 2)) {
      breaksOff(wire, shop.pods);
      Request post =
          post(shop, oneShot()).newBuilder().header("Idempotency-Key", "order-7").build();
      assertThrows(IOException.class, () -> Shop.get(shop.client, post));
      assertEquals(1, deliveries(shop));
    }
  }

  @Test
  void aPostWithAnIdempotencyKeyGoesElsewhere() throws IOException {
    try (Shop shop = new Shop(Wire.HTTP_1, 2)) {
      breaksOff(Wire.HTTP_1, shop.pods[0]);
      Request post =
          post(shop, RequestBody.create("order", MediaType.get("text/plain")))
              .newBuilder()
              .header("Idempotency-Key", "order-7")
              .build();
      assertEquals("pod-1", Shop.get(shop.client, post));
      assertEquals("pod-1", Shop.get(shop.client, post));
      assertTrue(shop.pods[0].requestCount() > 0);
    }
  }

  @Test
  void aGetDeclaredNotIdempotentIsNotSentAgain() {
    try (Shop shop = new Shop(Wire.HTTP_1, 2)) {
      breaksOff(Wire.HTTP_1, shop.pods);
      Request get =
          shop.request("/").newBuilder().tag(Idempotency.class, Idempotency.NOT_IDEMPOTENT).build();
      assertThrows(IOException.class, () -> Shop.get(shop.client, get));
      assertEquals(1, deliveries(shop));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_2_TLS", "HTTP_2_PRIOR_KNOWLEDGE"})
  void aRefusedStreamGoesElsewhereWhateverItsMethod(Wire wire) throws IOException {
    try (Shop shop = new Shop(wire, 2)) {
      shop.pods[0].resetsStreams(REFUSED_STREAM);
      Request post = post(shop, RequestBody.create("order", MediaType.get("text/plain")));
      for (int i = 0; i < 10; i++) {
        // trap 16, and OkHttp's own trap: the call still holds the first pod's connection.
        assertEquals("pod-1", Shop.get(shop.client, post));
      }
      assertEquals(10, shop.pods[1].requestCount());
      assertTrue(shop.failed() > 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHungPodIsLeftAfterTheReadTimeout(Wire wire) throws IOException {
    try (Shop shop =
        new Shop(wire, 2, client -> client.readTimeout(Duration.ofSeconds(1)), b -> {})) {
      shop.pods[0].answers(request -> shop.pods[0].stall());
      assertEquals("pod-1", shop.get("/"));
      assertEquals("pod-1", shop.get("/"));
      assertTrue(shop.pods[0].requestCount() > 0);
      assertEquals(0, shop.inFlight());
    }
  }

  @Test
  void eachRetryGoesToAnEndpointNotTriedYet() throws IOException {
    try (Shop shop = new Shop(Wire.HTTP_1, 4)) {
      List<Pod> broken = Arrays.asList(shop.pods).subList(0, 3);
      broken.forEach(pod -> breaksOff(Wire.HTTP_1, pod));
      for (int i = 0; i < 8; i++) {
        long before = deliveries(shop);
        assertEquals("pod-3", shop.get("/"));
        assertTrue(deliveries(shop) - before <= 4, "each pod once at most");
      }
      broken.forEach(pod -> assertTrue(pod.requestCount() <= 8, pod.name()));
    }
  }

  @Test
  void theLastFailureIsThrownWithALineForEachAttempt() {
    try (Shop shop = new Shop(Wire.HTTP_1, 2)) {
      breaksOff(Wire.HTTP_1, shop.pods);
      IOException failure = assertThrows(IOException.class, () -> shop.get("/"));
      assertEquals(4, failure.getSuppressed().length);
      assertEquals(4, deliveries(shop));
      for (Throwable attempt : failure.getSuppressed()) {
        assertTrue(
            String.valueOf(attempt.getMessage())
                .matches(
                    "127\\.0\\.0\\.1:\\d+ \\(uid pod-[01]\\) failed with java\\.io\\.IOException: "
                        + "unexpected end of stream on http://orders.shop/\\.\\.\\. after \\d+ ms"),
            attempt::getMessage);
        assertEquals(0, attempt.getStackTrace().length);
      }
    }
  }

  @Test
  void anEndpointThatRefusesConnectionsIsNamedWithItsOwnPort() throws IOException {
    try (Shop shop = new Shop(Wire.HTTP_1, 0)) {
      Endpoint refusing = refusing();
      shop.discovery.publish(List.of(refusing));
      ConnectException failure = assertThrows(ConnectException.class, () -> shop.get("/"));
      assertEquals(
          "Failed to connect to " + refusing + " of http://orders.shop: Connection refused",
          failure.getMessage());
    }
  }

  @Test
  void aStatusThatWasRetriedIsToldOfWhenTheRetryFails() throws IOException {
    Retries retries =
        Retries.builder()
            .retryableStatusCodes(503)
            .backoff(Duration.ZERO, Duration.ZERO)
            .maxRetries(1)
            .build();
    try (Shop shop = shopRetrying(retries)) {
      AtomicInteger requests = new AtomicInteger();
      for (Pod pod : shop.pods) {
        pod.answers(
            request ->
                requests.getAndIncrement() == 0
                    ? new MockResponse.Builder().code(503).build()
                    : new MockResponse.Builder()
                        .onResponseStart(new SocketEffect.CloseSocket())
                        .build());
      }
      IOException failure = assertThrows(IOException.class, () -> shop.get("/"));
      String first = String.valueOf(failure.getSuppressed()[0].getMessage());
      assertTrue(first.contains(" responded with status 503 after "), first);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWasNeverSentNeedsNoPermitAndCountsAsNoRetry(Wire wire) throws IOException {
    try (Shop shop = shopRetrying(wire, 1, oneRetryWithoutBudget())) {
      List<Endpoint> endpoints = new ArrayList<>(List.of(shop.pods[0].endpoint()));
      for (int i = 0; i < 5; i++) {
        endpoints.add(refusing());
      }
      shop.discovery.publish(endpoints);
      for (int i = 0; i < 20; i++) {
        assertEquals("pod-0", Shop.get(shop.client, post(shop, oneShot())));
      }
      assertTrue(shop.failed() > 1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_2_TLS", "HTTP_2_PRIOR_KNOWLEDGE"})
  void aRefusedStreamMayGoToTheSamePodAgainWithoutAPermit(Wire wire) throws IOException {
    try (Shop shop = shopRetrying(wire, 1, oneRetryWithoutBudget())) {
      shop.pods[0].resetsFirstStreams(10, REFUSED_STREAM);
      Request post = post(shop, RequestBody.create("order", MediaType.get("text/plain")));
      assertEquals("pod-0", Shop.get(shop.client, post));
      assertTrue(shop.failed() > 1, shop.failed() + " refused");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_2_TLS", "HTTP_2_PRIOR_KNOWLEDGE"})
  void aPodThatRefusesEveryStreamIsLeftAloneAtLast(Wire wire) {
    Environment withoutPauses =
        new Environment(
            System::nanoTime,
            (delay, task) -> {
              task.run();
              return () -> {};
            },
            ThreadLocalRandom::current);
    try (Shop shop =
        new Shop(
            wire,
            1,
            client -> {},
            balancing -> balancing.environment(withoutPauses),
            service -> service.retries(oneRetryWithoutBudget()))) {
      shop.pods[0].resetsStreams(REFUSED_STREAM);
      Request post = post(shop, RequestBody.create("order", MediaType.get("text/plain")));
      assertThrows(IOException.class, () -> Shop.get(shop.client, post));
      assertTrue(shop.failed() > 4 && shop.failed() <= 21, shop.failed() + " attempts");
      assertEquals(0, shop.inFlight());
    }
  }

  @Test
  void withoutRetriesNothingIsSentAgainThoughItWasNeverSent() throws IOException {
    try (Shop shop = shopRetrying(Wire.HTTP_1, 1, Retries.none())) {
      shop.discovery.publish(List.of(refusing(), shop.pods[0].endpoint()));
      int failures = 0;
      for (int i = 0; i < 10; i++) {
        try {
          shop.get("/");
        } catch (ConnectException e) {
          failures++;
        }
      }
      assertTrue(failures > 0);
      assertEquals(failures, shop.failed());
    }
  }

  @Test
  void theRequestsOfAPodThatDiesWaitForAPermitRatherThanFail() throws Exception {
    int requests = 30;
    CyclicBarrier allArrived = new CyclicBarrier(requests);
    AtomicInteger arrivals = new AtomicInteger();
    try (Shop shop = new Shop(Wire.HTTP_1, 3)) {
      for (Pod pod : shop.pods) {
        pod.answers(
            request -> {
              if (arrivals.getAndIncrement() >= requests) {
                return pod.ok().build();
              }
              await(allArrived);
              return pod == shop.pods[0]
                  ? new MockResponse.Builder()
                      .onResponseStart(new SocketEffect.CloseSocket())
                      .build()
                  : pod.ok().build();
            });
      }
      ExecutorService callers = Executors.newFixedThreadPool(requests);
      try {
        List<Future<String>> calls = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
          calls.add(callers.submit(() -> shop.get("/")));
        }
        for (Future<String> call : calls) {
          assertTrue(List.of("pod-1", "pod-2").contains(call.get(30, TimeUnit.SECONDS)));
        }
      } finally {
        callers.shutdownNow();
      }
      assertEquals(10, shop.failed());
    }
  }

  @Test
  void aResponseThatIsNoHttpIsTriedElsewhere() throws Exception {
    try (ServerSocket garbled = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Shop shop = new Shop(Wire.HTTP_1, 1)) {
      new Thread(() -> respondsWithGarbage(garbled)).start(); // Ends when the socket is closed.
      shop.discovery.publish(
          List.of(Endpoint.of("127.0.0.1:" + garbled.getLocalPort()), shop.pods[0].endpoint()));
      for (int i = 0; i < 4; i++) {
        assertEquals("pod-0", shop.get("/"));
      }
      assertTrue(shop.failed() > 0);
    }
  }

  private static void respondsWithGarbage(ServerSocket listener) {
    while (true) {
      try (Socket socket = listener.accept()) {
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null && !line.isEmpty(); ) {
          line = in.readLine();
        }
        socket.getOutputStream().write("Hello?\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static Retries oneRetryWithoutBudget() {
    return Retries.builder().maxRetries(1).budgetPercent(0).minRetryConcurrency(0).build();
  }

  @Test
  void aClientThatForbidsRetriesGetsNone() {
    try (Shop shop =
        new Shop(Wire.HTTP_1, 2, client -> client.retryOnConnectionFailure(false), b -> {})) {
      breaksOff(Wire.HTTP_1, shop.pods);
      assertThrows(IOException.class, () -> shop.get("/"));
      assertEquals(1, deliveries(shop));
    }
  }

  @Test
  void aChosenStatusIsRetriedElsewhereAndOthersAreNot() throws IOException {
    try (Shop shop = shopRetrying(Retries.builder().retryableStatusCodes(503).build())) {
      shop.pods[0].answers(request -> new MockResponse.Builder().code(503).body("busy").build());
      assertEquals("pod-1", shop.get("/"));
      assertEquals("pod-1", shop.get("/"));
      shop.pods[0].answers(request -> new MockResponse.Builder().code(502).body("bad").build());
      shop.discovery.publish(shop.pods[0]);
      assertEquals("bad", shop.get("/"));
    }
  }

  @Test
  void aRetryTakesNoTurnOfRoundRobin() throws IOException {
    Retries retries =
        Retries.builder().retryableStatusCodes(503).backoff(Duration.ZERO, Duration.ZERO).build();
    try (Shop shop =
        new Shop(
            Wire.HTTP_1,
            2,
            client -> {},
            balancing -> {},
            service -> service.algorithm(Algorithms.roundRobin()).retries(retries))) {
      shop.pods[0].answers(request -> new MockResponse.Builder().code(503).build());
      for (int i = 0; i < 10; i++) {
        assertEquals("pod-1", shop.get("/"));
      }
      assertEquals(List.of(5, 10), shop.requestCounts());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_2_TLS", "HTTP_2_PRIOR_KNOWLEDGE"})
  void callsOfOneConnectionThatBreaksHaveExceptionsOfTheirOwn(Wire wire) throws Exception {
    int calls = 5;
    CyclicBarrier allArrived = new CyclicBarrier(calls + 1);
    CountingSockets sockets = new CountingSockets();
    try (Shop shop = new Shop(wire, 1, client -> client.socketFactory(sockets), b -> {})) {
      shop.get("/"); // From here on there is a connection.
      shop.pods[0].answers(
          request -> {
            await(allArrived);
            return shop.pods[0].stall();
          });
      Request post = post(shop, RequestBody.create("order", MediaType.get("text/plain")));
      ExecutorService callers = Executors.newFixedThreadPool(calls);
      try {
        List<Future<String>> running = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
          running.add(callers.submit(() -> Shop.get(shop.client, post)));
        }
        await(allArrived);
        sockets.closeAll();
        for (Future<String> call : running) {
          ExecutionException failure =
              assertThrows(ExecutionException.class, () -> call.get(30, TimeUnit.SECONDS));
          assertEquals(1, requireNonNull(failure.getCause()).getSuppressed().length);
        }
      } finally {
        callers.shutdownNow();
      }
    }
  }

  @Test
  void aPostIsNotRetriedOnAStatus() throws IOException {
    try (Shop shop = shopRetrying(Retries.builder().retryableStatusCodes(503).build())) {
      for (Pod pod : shop.pods) {
        pod.answers(request -> new MockResponse.Builder().code(503).body("busy").build());
      }
      Request post = post(shop, RequestBody.create("order", MediaType.get("text/plain")));
      assertEquals("busy", Shop.get(shop.client, post));
      assertEquals(1, deliveries(shop));
    }
  }

  @Test
  void theAnswerIsTheCallersWhenRetriesAreUsedUp() throws IOException {
    try (Shop shop =
        shopRetrying(
            Retries.builder()
                .maxRetries(2)
                .retryableStatusCodes(503)
                .backoff(Duration.ZERO, Duration.ZERO)
                .build())) {
      for (Pod pod : shop.pods) {
        pod.answers(request -> new MockResponse.Builder().code(503).body("busy").build());
      }
      assertEquals("busy", shop.get("/"));
      assertEquals(3, deliveries(shop));
      assertEquals(0, shop.inFlight());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "100",
        "Fri, 31 Dec 2100 23:59:59 GMT",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551615",
        "99999999999999999999999"
      })
  void aRetryAfterBeyondTheCallsTimeoutLeavesTheAnswerToTheCaller(String retryAfter)
      throws IOException {
    Retries retries = Retries.builder().retryableStatusCodes(429).build();
    try (Shop shop =
        new Shop(
            Wire.HTTP_1, 1, client -> {}, balancing -> {}, service -> service.retries(retries))) {
      for (Pod pod : shop.pods) {
        pod.answers(
            request ->
                new MockResponse.Builder()
                    .code(429)
                    .setHeader("Retry-After", retryAfter)
                    .body("later")
                    .build());
      }
      assertEquals("later", shop.get("/"));
      assertEquals(1, deliveries(shop));
    }
  }

  /** A pod that the request can never get is no other pod to try. */
  @ParameterizedTest
  @ValueSource(ints = {429, 503, 425})
  void aRetryAfterCountsIfTheOnlyOtherPodIsDrained(int status) throws IOException {
    Retries retries = Retries.builder().retryableStatusCodes(status).build();
    try (Shop shop =
        new Shop(
            Wire.HTTP_1, 2, client -> {}, balancing -> {}, service -> service.retries(retries))) {
      shop.discovery.publish(List.of(shop.pods[0].endpoint(), drained(shop.pods[1])));
      shop.pods[0].answers(
          request ->
              new MockResponse.Builder()
                  .code(status)
                  .setHeader("Retry-After", "100")
                  .body("later")
                  .build());

      assertEquals("later", shop.get("/"));
      assertEquals(1, deliveries(shop));
    }
  }

  private static Endpoint drained(Pod pod) {
    return Endpoint.builder("127.0.0.1", pod.port()).uid(pod.name()).weight(0).build();
  }

  @Test
  void aRetryAfterBeyondTheCallsDeadlineLeavesTheAnswerToTheCaller() throws IOException {
    Retries retries = Retries.builder().retryableStatusCodes(429).build();
    try (Shop shop =
        new Shop(
            Wire.HTTP_1,
            1,
            client -> client.callTimeout(Duration.ZERO).readTimeout(Duration.ZERO),
            balancing -> {},
            service -> service.retries(retries))) {
      for (Pod pod : shop.pods) {
        pod.answers(
            request ->
                new MockResponse.Builder().code(429).setHeader("Retry-After", "100").build());
      }
      Call call = shop.client.newCall(shop.request("/"));
      call.timeout().deadline(20, TimeUnit.SECONDS);
      try (Response response = call.execute()) {
        assertEquals(429, response.code());
      }
      assertEquals(1, deliveries(shop));
    }
  }

  @Test
  void whatTheCacheSaysOfItselfIsNotRetried(@TempDir Path directory) throws IOException {
    try (Cache cache = new Cache(directory.toFile(), 1_000_000);
        Shop shop =
            new Shop(
                Wire.HTTP_1,
                2,
                client -> client.cache(cache),
                balancing -> {},
                service -> service.retries(Retries.builder().retryableStatusCodes(504).build()))) {
      Request cached =
          shop.request("/").newBuilder().cacheControl(CacheControl.FORCE_CACHE).build();
      assertEquals("", Shop.get(shop.client, cached));
      assertEquals(1, deliveries(shop));
    }
  }

  @Test
  void aRequestThatBreaksItsConnectionsIsNotSentOnAllThatArePooled() throws Exception {
    int connections = 20;
    AtomicInteger arrivals = new AtomicInteger();
    CyclicBarrier together = new CyclicBarrier(connections);
    try (Shop shop =
        new Shop(
            Wire.HTTP_1,
            1,
            client -> {},
            balancing -> {},
            service ->
                service.retries(
                    Retries.builder().budgetPercent(0).minRetryConcurrency(0).build()))) {
      shop.pods[0].answers(
          request -> {
            if (request.getTarget().equals("/poison")) {
              arrivals.incrementAndGet();
              return new MockResponse.Builder()
                  .onResponseStart(new SocketEffect.CloseSocket())
                  .build();
            }
            await(together);
            return shop.pods[0].ok().build();
          });
      ExecutorService callers = Executors.newFixedThreadPool(connections);
      try {
        List<Future<String>> calls = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
          calls.add(callers.submit(() -> shop.get("/warm")));
        }
        for (Future<String> call : calls) {
          assertEquals("pod-0", call.get(30, TimeUnit.SECONDS));
        }
      } finally {
        callers.shutdownNow();
      }
      assertEquals(connections, shop.pods[0].connectionCount());
      assertThrows(IOException.class, () -> shop.get("/poison"));
      assertTrue(arrivals.get() <= 3, arrivals + " arrivals");
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aCallCanceledInItsPauseEndsAtOnce() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    try (Shop shop = shopRetrying(Retries.builder().retryableStatusCodes(429).build())) {
      for (Pod pod : shop.pods) {
        pod.answers(
            request ->
                new MockResponse.Builder()
                    .code(429)
                    .setHeader("Retry-After", "20")
                    .body("later")
                    .build());
      }
      OkHttpClient watched =
          shop.client
              .newBuilder()
              .addInterceptor(
                  chain -> {
                    Response response = chain.proceed(chain.request());
                    answered.countDown();
                    return response;
                  })
              .build();
      Call call = watched.newCall(shop.request("/"));
      Thread canceling =
          new Thread(
              () -> {
                try {
                  assertTrue(answered.await(10, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                call.cancel();
              });
      canceling.start();
      IOException canceled = assertThrows(IOException.class, call::execute);
      canceling.join();
      assertEquals("Canceled", canceled.getMessage());
      assertEquals(1, deliveries(shop));
      assertEquals(0, shop.inFlight());
    }
  }

  @Test
  void oneCallTimeoutHoldsForAllAttempts() {
    try (Shop shop =
        new Shop(
            Wire.HTTP_1,
            2,
            client ->
                client.callTimeout(Duration.ofMillis(1500)).readTimeout(Duration.ofSeconds(1)),
            b -> {})) {
      for (Pod pod : shop.pods) {
        pod.answers(request -> pod.stall());
      }
      InterruptedIOException timeout =
          assertThrows(InterruptedIOException.class, () -> shop.get("/"));
      assertEquals("timeout", timeout.getMessage());
      assertEquals(2, deliveries(shop));
      assertEquals(0, shop.inFlight());
      assertEquals(1, shop.failed(), "the second pod had a third of the time, which is not enough");
      assertEquals(1, shop.canceled());
    }
  }

  @Test
  void retriesStopWhereTheBudgetEnds() {
    Retries stingy = Retries.builder().budgetPercent(0).minRetryConcurrency(0).build();
    try (Shop shop = shopRetrying(stingy)) {
      breaksOff(Wire.HTTP_1, shop.pods);
      assertThrows(IOException.class, () -> shop.get("/"));
      assertEquals(1, deliveries(shop));
    }
  }

  @Test
  void requestsThatHaveEndedGiveNoPermits() throws IOException {
    Retries half = Retries.builder().budgetPercent(50).minRetryConcurrency(0).build();
    try (Shop shop = shopRetrying(half)) {
      for (int i = 0; i < 20; i++) {
        shop.get("/");
      }
      breaksOff(Wire.HTTP_1, shop.pods);
      assertThrows(IOException.class, () -> shop.get("/"));
      assertEquals(21, deliveries(shop));
    }
  }

  @Test
  void theBudgetIsAShareOfTheRequestsUnderWay() {
    RetryBudget budget = new RetryBudget(0.2, 3);
    List<Boolean> granted = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      granted.add(budget.tryRetry());
    }
    assertEquals(List.of(true, true, true, false), granted);
    for (int i = 0; i < 20; i++) {
      budget.requestBegan();
    }
    assertTrue(budget.tryRetry(), "20% of 20 are 4");
    assertEquals(false, budget.tryRetry());
    budget.retryEnded();
    assertTrue(budget.tryRetry());
    budget.requestEnded();
    budget.retryEnded();
    assertEquals(false, budget.tryRetry(), "20% of 19 are 3");
  }

  @Test
  void limitsOutOfRangeAreRefused() {
    Retries.Builder builder = Retries.builder();
    assertRefused("maxRetries must be from 0 to 100, but was -1", () -> builder.maxRetries(-1));
    assertRefused("maxRetries must be from 0 to 100, but was 101", () -> builder.maxRetries(101));
    assertRefused(
        "retryableStatusCodes must be from 400 to 599, but was 600",
        () -> builder.retryableStatusCodes(600));
    assertRefused(
        "retryableStatusCodes must be from 400 to 599, but was 200",
        () -> builder.retryableStatusCodes(503, 200));
    assertRefused(
        "budgetPercent must be in percent, 0 or from 1 to 100, but was NaN",
        () -> builder.budgetPercent(Double.NaN));
    assertRefused(
        "budgetPercent must be in percent, 0 or from 1 to 100, but was -1.0",
        () -> builder.budgetPercent(-1));
    assertRefused(
        "budgetPercent must be in percent, 0 or from 1 to 100, but was 101.0",
        () -> builder.budgetPercent(101));
    assertRefused(
        "budgetPercent must be in percent, 0 or from 1 to 100, but was 0.2; did you mean 20?",
        () -> builder.budgetPercent(0.2));
    builder.budgetPercent(0).budgetPercent(1).budgetPercent(100);
    assertRefused(
        "minRetryConcurrency must be at least 0, but was -1",
        () -> builder.minRetryConcurrency(-1));
    assertRefused(
        "base of backoff must be from 0 s to 500 ms, but was 1 s",
        () -> builder.backoff(Duration.ofSeconds(1), Duration.ofMillis(500)));
    assertRefused(
        "base of backoff must be from 0 s to 1 s, but was -1 s",
        () -> builder.backoff(Duration.ofSeconds(-1), Duration.ofSeconds(1)));
    assertRefused(
        "max of backoff must be from 0 s to 1 d, but was 2 d",
        () -> builder.backoff(Duration.ZERO, Duration.ofDays(2)));
  }

  private static void assertRefused(String message, org.junit.jupiter.api.function.Executable e) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, e).getMessage());
  }

  private static Shop shopRetrying(Retries retries) {
    return shopRetrying(Wire.HTTP_1, 2, retries);
  }

  private static Shop shopRetrying(Wire wire, int pods, Retries retries) {
    return new Shop(wire, pods, c -> {}, b -> {}, service -> service.retries(retries));
  }

  /** How many times a request set out; a mock server counts a stream it resets too late. */
  private static long deliveries(Shop shop) {
    return shop.succeeded() + shop.failed() + shop.canceled();
  }

  /** Lets a pod break the connection, or the stream, without an answer. */
  private static void breaksOff(Wire wire, Pod... pods) {
    for (Pod pod : pods) {
      if (wire.isMultiplexed()) {
        pod.resetsStreams(INTERNAL_ERROR);
      } else {
        pod.answers(
            request ->
                new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
      }
    }
  }

  private static Request post(Shop shop, RequestBody body) {
    return shop.request("/").newBuilder().post(body).build();
  }

  private static RequestBody oneShot() {
    return new RequestBody() {
      @Override
      public MediaType contentType() {
        return MediaType.get("text/plain");
      }

      @Override
      public boolean isOneShot() {
        return true;
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        sink.writeUtf8("order");
      }
    };
  }

  /** An endpoint where nobody listens. */
  private static Endpoint refusing() throws IOException {
    try (ServerSocket reserved = new ServerSocket(0)) {
      return Endpoint.of("127.0.0.1:" + reserved.getLocalPort());
    }
  }
}
