/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.NoEndpointAvailableException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okhttp3.Cache;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A lease ends once, with the right outcome, on every path out of a request. */
class LeaseTest {
  private static final String BODY = "x".repeat(100_000);

  @ParameterizedTest
  @EnumSource
  void lastsUntilTheBodyIsClosed(Wire wire) throws IOException {
    try (Shop shop = new Shop(wire, 1)) {
      shop.pods[0].answers(request -> shop.pods[0].ok().body(BODY).build());
      Response response = shop.client.newCall(shop.request("/")).execute();
      assertEquals(1, shop.inFlight());
      response.close();
      assertOutcomes(shop, 1, 0, 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void endsWhenTheBodyIsReadToItsEnd(Wire wire) throws IOException {
    try (Shop shop = new Shop(wire, 1)) {
      shop.pods[0].answers(request -> shop.pods[0].ok().body(BODY).build());
      Response response = shop.client.newCall(shop.request("/")).execute();
      response.body().bytes();
      assertOutcomes(shop, 1, 0, 0);
      response.close();
      assertOutcomes(shop, 1, 0, 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void endsWithTheHeadersWhereThereIsNoBody(Wire wire) throws IOException {
    try (Shop shop = new Shop(wire, 1)) {
      shop.pods[0].answers(request -> new MockResponse.Builder().code(204).build());
      Response response = shop.client.newCall(shop.request("/")).execute();
      assertOutcomes(shop, 1, 0, 0);
      response.close();

      Request head = shop.request("/").newBuilder().head().build();
      response = shop.client.newCall(head).execute();
      assertOutcomes(shop, 2, 0, 0);
      response.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerErrorIsAFailureAndAClientErrorIsNot(Wire wire) throws IOException {
    try (Shop shop = new Shop(wire, 1)) {
      shop.pods[0].answers(
          request ->
              new MockResponse.Builder()
                  .code(Integer.parseInt(request.getTarget().substring(1)))
                  .body("no")
                  .build());
      shop.get("/500");
      shop.get("/404");
      assertOutcomes(shop, 1, 1, 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBodyThatBreaksOffIsAFailure(Wire wire) throws IOException {
    try (Shop shop =
        new Shop(wire, 1, c -> {}, b -> {}, service -> service.retries(Retries.none()))) {
      shop.pods[0].answers(
          request ->
              shop.pods[0].ok().body(BODY).onResponseBody(new SocketEffect.CloseSocket()).build());
      assertThrows(IOException.class, () -> shop.get("/"));
      assertOutcomes(shop, 0, 1, 0);
    }
  }

  @Test
  void aRefusedConnectionIsAFailure() throws IOException {
    try (Shop shop = new Shop(Wire.HTTP_1, 0)) {
      int free;
      try (ServerSocket reserved = new ServerSocket(0)) {
        free = reserved.getLocalPort();
      }
      shop.discovery.publish(List.of(Endpoint.of("127.0.0.1:" + free)));
      ConnectException failure = assertThrows(ConnectException.class, () -> shop.get("/"));
      assertEquals(4, failure.getSuppressed().length); // All there, for want of other endpoints.
      assertOutcomes(shop, 0, 4, 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aReadTimeoutIsAFailure(Wire wire) throws IOException {
    try (Shop shop =
        new Shop(
            wire,
            1,
            client -> client.readTimeout(Duration.ofMillis(100)),
            b -> {},
            service -> service.retries(Retries.none()))) {
      shop.pods[0].answers(request -> shop.pods[0].stall());
      assertThrows(InterruptedIOException.class, () -> shop.get("/"));
      assertEquals(0, shop.inFlight());
      assertEquals(1, shop.failed());
      assertEquals(0, shop.canceled());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCallTimeoutIsAFailureThoughItCancels(Wire wire) throws IOException {
    try (Shop shop =
        new Shop(wire, 1, client -> client.callTimeout(Duration.ofMillis(300)), b -> {})) {
      shop.pods[0].answers(request -> shop.pods[0].stall());
      assertThrows(InterruptedIOException.class, () -> shop.get("/"));
      assertOutcomes(shop, 0, 1, 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCancelBeforeTheAnswerIsNoVerdict(Wire wire) throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    try (Shop shop = new Shop(wire, 1)) {
      shop.pods[0].answers(
          request -> {
            arrived.countDown();
            return shop.pods[0].stall();
          });
      Call call = shop.client.newCall(shop.request("/"));
      CompletableFuture<Throwable> failure =
          CompletableFuture.supplyAsync(() -> assertThrows(IOException.class, call::execute));
      assertTrue(arrived.await(10, TimeUnit.SECONDS));
      call.cancel();
      failure.get(10, TimeUnit.SECONDS);
      assertOutcomes(shop, 0, 0, 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCancelWithAnUnreadBodyEndsTheLeaseAtOnce(Wire wire) throws IOException {
    try (Shop shop = new Shop(wire, 1)) {
      shop.pods[0].answers(request -> shop.pods[0].ok().body(BODY).build());
      Call call = shop.client.newCall(shop.request("/"));
      Response response = call.execute();
      call.cancel();
      assertOutcomes(shop, 0, 0, 1);
      response.close();
      assertOutcomes(shop, 0, 0, 1);
    }
  }

  @Test
  void aCallCanceledBeforeItRanIsNoVerdict() {
    try (Shop shop = new Shop(Wire.HTTP_1, 1)) {
      Call call = shop.client.newCall(shop.request("/"));
      call.cancel();
      assertThrows(IOException.class, call::execute);
      assertOutcomes(shop, 0, 0, 1);
    }
  }

  @Test
  void aCacheHitIsNoVerdictOnTheEndpoint(@TempDir Path directory) throws IOException {
    try (Cache cache = new Cache(directory.toFile(), 1_000_000);
        Shop shop = new Shop(Wire.HTTP_1, 1, client -> client.cache(cache), b -> {})) {
      shop.pods[0].answers(
          request -> shop.pods[0].ok().setHeader("Cache-Control", "max-age=600").build());
      shop.get("/");
      Response hit = shop.client.newCall(shop.request("/")).execute();
      assertOutcomes(shop, 1, 0, 1);
      assertEquals("pod-0", hit.body().string());
      assertOutcomes(shop, 1, 0, 1);
      assertEquals(1, shop.pods[0].requestCount());
    }
  }

  @Test
  void aCacheHitNeedsNoEndpoint(@TempDir Path directory) throws IOException {
    try (Cache cache = new Cache(directory.toFile(), 1_000_000);
        Shop shop = new Shop(Wire.HTTP_1, 1, client -> client.cache(cache), b -> {})) {
      shop.pods[0].answers(
          request -> shop.pods[0].ok().setHeader("Cache-Control", "max-age=600").build());
      assertEquals("pod-0", shop.get("/kept"));
      shop.discovery.publish(List.of());
      try (Response response = shop.client.newCall(shop.request("/kept")).execute()) {
        assertEquals("pod-0", response.body().string());
        assertNull(response.request().header("Cache-Control"));
      }
      assertThrows(NoEndpointAvailableException.class, () -> shop.get("/other"));
      assertEquals(1, shop.pods[0].requestCount());
    }
  }

  @Test
  void aConditionalCacheHitIsASuccess(@TempDir Path directory) throws IOException {
    try (Cache cache = new Cache(directory.toFile(), 1_000_000);
        Shop shop = new Shop(Wire.HTTP_1, 1, client -> client.cache(cache), b -> {})) {
      shop.pods[0].answers(
          request ->
              request.getHeaders().get("If-None-Match") == null
                  ? shop.pods[0].ok().setHeader("ETag", "v1").build()
                  : new MockResponse.Builder().code(304).build());
      shop.get("/");
      assertEquals("pod-0", shop.get("/"));
      assertOutcomes(shop, 2, 0, 0);
      assertEquals(1, cache.hitCount());
    }
  }

  @Test
  void aWebSocketHoldsItsLeaseUntilItCloses() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    try (Shop shop =
        new Shop(Wire.HTTP_1, 1, client -> client.eventListener(EventListener.NONE), b -> {})) {
      shop.pods[0].answers(
          request ->
              new MockResponse.Builder()
                  .webSocketUpgrade(
                      new WebSocketListener() {
                        @Override
                        public void onClosing(WebSocket webSocket, int code, String reason) {
                          webSocket.close(1000, null);
                        }
                      })
                  .build());
      OkHttpClient client =
          shop.client
              .newBuilder()
              .addInterceptor(
                  chain -> {
                    chain
                        .call()
                        .addEventListener(
                            new EventListener() {
                              @Override
                              public void callEnd(Call call) {
                                ended.countDown();
                              }

                              // OkHttp tells of about 1 in 100 good ends like this one as of a
                              // failure.
                              @Override
                              public void callFailed(Call call, IOException e) {
                                ended.countDown();
                              }
                            });
                    return chain.proceed(chain.request());
                  })
              .build();
      WebSocket webSocket =
          client.newWebSocket(
              shop.request("/"),
              new WebSocketListener() {
                @Override
                public void onOpen(WebSocket webSocket, Response response) {
                  open.countDown();
                }
              });
      assertTrue(open.await(10, TimeUnit.SECONDS));
      assertEquals(1, shop.inFlight());
      webSocket.close(1000, null);
      assertTrue(ended.await(10, TimeUnit.SECONDS));
      assertEquals(0, shop.inFlight());
      assertEquals(1, shop.statistics().get(0).succeeded() + shop.statistics().get(0).failed());
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterceptorThatRetriesEndsTheFirstLeaseAndReachesAnotherPod(Wire wire) throws IOException {
    // trap 16: the retry must not go to the same pod; OkHttp would reuse the call's connection.
    try (Shop shop =
        new Shop(
            wire,
            2,
            client ->
                client.addInterceptor(
                    chain -> {
                      Response first = chain.proceed(chain.request());
                      if (first.code() != 503) {
                        return first;
                      }
                      first.body().string();
                      return chain.proceed(chain.request());
                    }),
            b -> {})) {
      shop.pods[0].answers(request -> new MockResponse.Builder().code(503).body("busy").build());
      for (int i = 0; i < 10; i++) {
        assertEquals("pod-1", shop.get("/"));
      }
      assertEquals(0, shop.inFlight());
      assertEquals(10, shop.succeeded());
      assertEquals(shop.pods[0].requestCount(), (int) shop.failed());
      assertTrue(shop.failed() > 0);
      // The connection of the first attempt went back to its pool undamaged.
      assertEquals(1, shop.pods[0].connectionCount());
      assertEquals(1, shop.pods[1].connectionCount());
    }
  }

  @Test
  void aResponseHasNoHeaderOfAnEarlierOneOfItsAttempt() throws IOException {
    try (Shop shop = new Shop(Wire.HTTP_1, 1)) {
      AtomicInteger requests = new AtomicInteger();
      shop.pods[0].answers(
          request ->
              requests.getAndIncrement() == 0
                  ? new MockResponse.Builder().code(503).setHeader("Retry-After", "0").build()
                  : new MockResponse.Builder().code(429).setHeader("Retry-After", "5").build());
      OkHttpClient again =
          shop.client
              .newBuilder()
              .addInterceptor(
                  chain -> {
                    chain.proceed(chain.request()).close();
                    return chain.proceed(chain.request());
                  })
              .build();
      try (Response response = again.newCall(shop.request("/")).execute()) {
        assertEquals(429, response.code());
        assertEquals("5", response.header("Retry-After"));
      }
    }
  }

  @Test
  void aSecondRequestToAnotherHostWithAResponseOpenLeavesNoLease() throws IOException {
    try (Shop shop = new Shop(Wire.HTTP_1, 1)) {
      Request elsewhere = new Request.Builder().url("http://localhost:1/").build();
      OkHttpClient client =
          shop.balancing.wrap(
              Wire.HTTP_1
                  .client()
                  .addInterceptor(
                      chain -> {
                        Response unused = chain.proceed(chain.request());
                        return chain.proceed(elsewhere);
                      })
                  .build());
      assertThrows(IllegalStateException.class, () -> Shop.get(client, shop.request("/")));
      assertEquals(0, shop.inFlight());
    }
  }

  @Test
  void anInterceptorThatBreaksEndsTheLease() {
    try (Shop shop = new Shop(Wire.HTTP_1, 1)) {
      OkHttpClient broken =
          shop.client
              .newBuilder()
              .addInterceptor(
                  chain -> {
                    throw new IllegalStateException("broken");
                  })
              .build();
      assertThrows(IllegalStateException.class, () -> Shop.get(broken, shop.request("/")));
      assertOutcomes(shop, 0, 0, 1);
    }
  }

  @Test
  void anInterceptorThatAnswersItselfEndsTheLease() throws IOException {
    try (Shop shop = new Shop(Wire.HTTP_1, 1)) {
      OkHttpClient stubbed =
          shop.client
              .newBuilder()
              .addInterceptor(
                  chain ->
                      new Response.Builder()
                          .request(chain.request())
                          .protocol(okhttp3.Protocol.HTTP_1_1)
                          .code(200)
                          .message("OK")
                          .build())
              .build();
      Shop.get(stubbed, shop.request("/"));
      assertOutcomes(shop, 0, 0, 1);
    }
  }

  private static void assertOutcomes(Shop shop, int succeeded, int failed, int canceled) {
    assertEquals(
        "in flight 0, succeeded " + succeeded + ", failed " + failed + ", canceled " + canceled,
        "in flight "
            + shop.inFlight()
            + ", succeeded "
            + shop.succeeded()
            + ", failed "
            + shop.failed()
            + ", canceled "
            + shop.canceled());
  }
}
