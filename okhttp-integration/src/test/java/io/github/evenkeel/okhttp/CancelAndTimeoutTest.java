/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.okhttp.internal.call.Stage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import mockwebserver3.MockResponse;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Dispatcher;
import okhttp3.EventListener;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Wherever a call is when it is canceled or its time is up, its lease comes back. */
class CancelAndTimeoutTest {

  /** Where a call to a silent server hangs before there is an answer. */
  enum Stage {
    CONNECTING(Wire.HTTP_1),
    TLS_HANDSHAKE(Wire.HTTP_2_TLS),
    HEADERS_OF_HTTP_1(Wire.HTTP_1),
    HEADERS_OF_HTTP_2(Wire.HTTP_2_PRIOR_KNOWLEDGE);

    private final Wire wire;

    Stage(Wire wire) {
      this.wire = wire;
    }

    SilentServer server() throws IOException {
      return this == CONNECTING ? SilentServer.full() : SilentServer.connecting();
    }

    boolean isBeforeTheRequest() {
      return this == CONNECTING || this == TLS_HANDSHAKE;
    }

    /** Counts down when a call has come so far. */
    EventListener reached(CountDownLatch latch) {
      return new EventListener() {
        @Override
        public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
          countDownAt(CONNECTING);
        }

        @Override
        public void secureConnectStart(Call call) {
          countDownAt(TLS_HANDSHAKE);
        }

        @Override
        public void requestHeadersEnd(Call call, Request request) {
          countDownAt(HEADERS_OF_HTTP_1);
          countDownAt(HEADERS_OF_HTTP_2);
        }

        private void countDownAt(Stage stage) {
          if (stage == Stage.this) {
            latch.countDown();
          }
        }
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCallCanceledBeforeTheAnswerGivesBackItsLease(Stage stage) throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    try (SilentServer server = stage.server();
        Shop shop = shop(stage, client -> client.eventListener(stage.reached(reached)))) {
      shop.discovery.publish(List.of(server.endpoint()));
      Call call = shop.client.newCall(shop.request("/"));
      Failure failure = new Failure();
      call.enqueue(failure);
      assertTrue(reached.await(10, TimeUnit.SECONDS));
      assertEquals(1, shop.inFlight());
      call.cancel();
      failure.await();
      assertEquals(0, shop.inFlight());
      assertEquals(1, shop.canceled());
      assertEquals(0, shop.failed());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCallWhoseTimeIsUpBeforeTheAnswerGivesBackItsLease(Stage stage) throws Exception {
    try (SilentServer server = stage.server();
        Shop shop = shop(stage, client -> client.callTimeout(Duration.ofMillis(300)))) {
      shop.discovery.publish(List.of(server.endpoint()));
      InterruptedIOException failure =
          assertThrows(InterruptedIOException.class, () -> shop.get("/"));
      assertEquals("timeout", failure.getMessage());
      assertEquals(0, shop.inFlight());
      assertEquals(1, shop.failed(), "the endpoint was silent; that is its failure");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPostLeavesASilentPodOnlyWhileItWasNotSent(Stage stage) throws Exception {
    try (SilentServer server = stage.server();
        Pod pod = Pod.start(stage.wire, "pod");
        Shop shop =
            shop(
                stage,
                client ->
                    client
                        .connectTimeout(Duration.ofMillis(250))
                        .readTimeout(Duration.ofSeconds(1)))) {
      shop.discovery.publish(List.of(server.endpoint()));
      Request post =
          shop.request("/")
              .newBuilder()
              .post(RequestBody.create("order", MediaType.get("text/plain")))
              .build();
      assertThrows(InterruptedIOException.class, () -> Shop.get(shop.client, post));
      long attempts = shop.failed();
      assertEquals(stage.isBeforeTheRequest() ? 4 : 1, attempts);
      assertEquals(0, shop.inFlight());

      shop.discovery.publish(List.of(server.endpoint(), pod.endpoint()));
      if (stage.isBeforeTheRequest()) {
        assertEquals("pod", Shop.get(shop.client, post));
        assertEquals("pod", Shop.get(shop.client, post));
      }
      assertEquals(0, shop.inFlight());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCallCanceledWhileReadingGivesBackItsLease(Wire wire) throws Exception {
    try (Shop shop = new Shop(wire, 1)) {
      CountDownLatch over = halfAnswers(shop);
      Call call = shop.client.newCall(shop.request("/"));
      try (Response response = call.execute()) {
        assertEquals("half", response.body().source().readUtf8(4));
        assertEquals(1, shop.inFlight());
        call.cancel();
        assertEquals(0, shop.inFlight());
        assertThrows(IOException.class, () -> response.body().source().readUtf8(4));
      }
      assertEquals(1, shop.canceled());
      assertEquals(0, shop.failed());
      over.countDown();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aReadTimeoutWhileReadingIsAFailureAndNoRetry(Wire wire) throws Exception {
    try (Shop shop =
        new Shop(wire, 2, client -> client.readTimeout(Duration.ofSeconds(1)), b -> {})) {
      CountDownLatch over = halfAnswers(shop);
      try (Response response = shop.client.newCall(shop.request("/")).execute()) {
        assertEquals("half", response.body().source().readUtf8(4));
        assertThrows(SocketTimeoutException.class, () -> response.body().source().readUtf8(4));
      }
      assertEquals(0, shop.inFlight());
      assertEquals(1, shop.failed());
      assertEquals(1, shop.requestCounts().stream().mapToInt(Integer::intValue).sum());
      over.countDown();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCallWhoseTimeIsUpWhileReadingGivesBackItsLease(Wire wire) throws Exception {
    try (Shop shop =
        new Shop(wire, 1, client -> client.callTimeout(Duration.ofMillis(500)), b -> {})) {
      CountDownLatch over = halfAnswers(shop);
      try (Response response = shop.client.newCall(shop.request("/")).execute()) {
        assertEquals("half", response.body().source().readUtf8(4));
        assertThrows(IOException.class, () -> response.body().source().readUtf8(4));
      }
      assertEquals(0, shop.inFlight());
      assertEquals(1, shop.canceled());
      over.countDown();
    }
  }

  @Test
  void aThreadInterruptedBetweenAttemptsEndsTheCallAndStaysInterrupted() throws Exception {
    CountDownLatch pausing = new CountDownLatch(1);
    try (Shop shop = pausingShop(pausing)) {
      CompletableFuture<IOException> failure = new CompletableFuture<>();
      AtomicBoolean interrupted = new AtomicBoolean();
      Thread thread =
          new Thread(
              () -> {
                IOException thrown = assertThrows(IOException.class, () -> shop.get("/"));
                interrupted.set(Thread.currentThread().isInterrupted());
                failure.complete(thrown);
              });
      thread.start();
      assertTrue(pausing.await(10, TimeUnit.SECONDS));
      thread.interrupt();
      assertInstanceOf(InterruptedIOException.class, failure.get(10, TimeUnit.SECONDS));
      assertTrue(interrupted.get());
      assertEquals(0, shop.inFlight());
      assertEquals(1, shop.requestCounts().stream().mapToInt(Integer::intValue).sum());
    }
  }

  @Test
  void anEnqueuedCallCanceledBetweenAttemptsFailsOnce() throws Exception {
    CountDownLatch pausing = new CountDownLatch(1);
    try (Shop shop = pausingShop(pausing)) {
      Call call = shop.client.newCall(shop.request("/"));
      Failure failure = new Failure();
      call.enqueue(failure);
      assertTrue(pausing.await(10, TimeUnit.SECONDS));
      call.cancel();
      assertEquals("Canceled", failure.await().getMessage());
      assertEquals(0, shop.inFlight());
      assertEquals(1, shop.requestCounts().stream().mapToInt(Integer::intValue).sum());
    }
  }

  @ParameterizedTest
  @EnumSource
  void cancelAllGivesBackAllLeases(Wire wire) throws Exception {
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequestsPerHost(20);
    CountDownLatch arrived = new CountDownLatch(20);
    try (Shop shop = new Shop(wire, 2, client -> client.dispatcher(dispatcher), b -> {})) {
      for (Pod pod : shop.pods) {
        pod.answers(
            request -> {
              arrived.countDown();
              return pod.stall();
            });
      }
      List<Failure> failures = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        Failure failure = new Failure();
        failures.add(failure);
        shop.client.newCall(shop.request("/")).enqueue(failure);
      }
      assertTrue(arrived.await(10, TimeUnit.SECONDS));
      assertEquals(20, shop.inFlight());
      dispatcher.cancelAll();
      for (Failure failure : failures) {
        failure.await();
      }
      assertEquals(0, shop.inFlight());
      assertEquals(20, shop.canceled());
    }
  }

  @Test
  void aCallCanceledInTheDispatchersQueueReachesNoPod() throws Exception {
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequestsPerHost(1);
    CountDownLatch arrived = new CountDownLatch(1);
    try (Shop shop = new Shop(Wire.HTTP_1, 1, client -> client.dispatcher(dispatcher), b -> {})) {
      shop.pods[0].answers(
          request -> {
            arrived.countDown();
            return shop.pods[0].stall();
          });
      Call running = shop.client.newCall(shop.request("/"));
      Call queued = shop.client.newCall(shop.request("/"));
      Failure ofRunning = new Failure();
      Failure ofQueued = new Failure();
      running.enqueue(ofRunning);
      queued.enqueue(ofQueued);
      assertTrue(arrived.await(10, TimeUnit.SECONDS));
      assertEquals(1, shop.inFlight());
      queued.cancel();
      running.cancel();
      ofRunning.await();
      ofQueued.await();
      assertEquals(1, shop.pods[0].requestCount());
      assertEquals(0, shop.inFlight());
    }
  }

  @Test
  void callsThatAShutDownExecutorRejectsTakeNoLease() throws Exception {
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequestsPerHost(1);
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (Shop shop = new Shop(Wire.HTTP_1, 1, client -> client.dispatcher(dispatcher), b -> {})) {
      shop.pods[0].answers(
          request -> {
            arrived.countDown();
            await(goOn);
            return shop.pods[0].ok().build();
          });
      CompletableFuture<String> running = new CompletableFuture<>();
      shop.client
          .newCall(shop.request("/"))
          .enqueue(
              new Callback() {
                @Override
                public void onResponse(Call call, Response response) throws IOException {
                  running.complete(response.body().string());
                }

                @Override
                public void onFailure(Call call, IOException failure) {
                  running.completeExceptionally(failure);
                }
              });
      Failure ofQueued = new Failure();
      shop.client.newCall(shop.request("/")).enqueue(ofQueued);
      assertTrue(arrived.await(10, TimeUnit.SECONDS));
      dispatcher.executorService().shutdown();
      Failure ofLate = new Failure();
      shop.client.newCall(shop.request("/")).enqueue(ofLate);
      goOn.countDown();
      assertEquals("pod-0", running.get(10, TimeUnit.SECONDS));
      assertInstanceOf(InterruptedIOException.class, ofQueued.await());
      assertInstanceOf(InterruptedIOException.class, ofLate.await());
      assertEquals(0, shop.inFlight());
      assertEquals(1, shop.pods[0].requestCount());
      assertEquals("pod-0", shop.get("/"), "synchronous calls need no executor");
    }
  }

  @Test
  void aCanceledCallIsNotRetried() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    try (Shop shop = new Shop(Wire.HTTP_1, 3)) {
      for (Pod pod : shop.pods) {
        pod.answers(
            request -> {
              arrived.countDown();
              return pod.stall();
            });
      }
      Call call = shop.client.newCall(shop.request("/"));
      Failure failure = new Failure();
      call.enqueue(failure);
      assertTrue(arrived.await(10, TimeUnit.SECONDS));
      call.cancel();
      failure.await();
      assertTrue(call.isCanceled());
      assertEquals(1, shop.canceled());
      assertEquals(0, shop.failed());
      assertEquals(1, shop.requestCounts().stream().mapToInt(Integer::intValue).sum());
    }
  }

  private static Shop shop(Stage stage, Consumer<OkHttpClient.Builder> clientOptions) {
    return new Shop(stage.wire, 0, clientOptions, balancing -> {});
  }

  /** A shop whose pods ask to come back later; tells when a call has heard so. */
  private static Shop pausingShop(CountDownLatch pausing) {
    EventListener answered =
        new EventListener() {
          @Override
          public void responseHeadersEnd(Call call, Response response) {
            pausing.countDown();
          }
        };
    Shop shop =
        new Shop(
            Wire.HTTP_1,
            2,
            client -> client.eventListener(answered),
            balancing -> {},
            service -> service.retries(Retries.builder().retryableStatusCodes(429).build()));
    for (Pod pod : shop.pods) {
      pod.answers(
          request ->
              new MockResponse.Builder()
                  .code(429)
                  .setHeader("Retry-After", "20")
                  .body("later")
                  .build());
    }
    return shop;
  }

  /** Lets pods send half an answer and wait for the latch. */
  private static CountDownLatch halfAnswers(Shop shop) {
    CountDownLatch over = new CountDownLatch(1);
    for (Pod pod : shop.pods) {
      pod.answers(request -> pod.ok().body(new HalfBody(over)).build());
    }
    return over;
  }

  private record HalfBody(CountDownLatch over) implements mockwebserver3.MockResponseBody {
    @Override
    public long getContentLength() {
      return 8;
    }

    @Override
    public void writeTo(okio.BufferedSink sink) throws IOException {
      sink.writeUtf8("half").flush();
      await(over);
      sink.writeUtf8("rest").flush();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(10, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for a call to fail. */
  private static final class Failure implements Callback {
    private final CompletableFuture<IOException> failure = new CompletableFuture<>();

    IOException await() throws Exception {
      try {
        return failure.get(10, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void onFailure(Call call, IOException e) {
      failure.complete(e);
    }

    @Override
    public void onResponse(Call call, Response response) {
      response.close();
      failure.completeExceptionally(new AssertionError("got " + response));
    }
  }
}
