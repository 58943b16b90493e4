/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

class LeakTest {
  private static final String BODY = "x".repeat(100_000);

  @Test
  void aResponseThatNobodyClosedGivesItsLeaseBackWhenItIsCollected() throws Exception {
    // A call with a timeout is held by that, and canceled by it in the end.
    try (Shop shop =
        new Shop(Wire.HTTP_1, 1, client -> client.callTimeout(Duration.ZERO), b -> {})) {
      shop.pods[0].answers(request -> shop.pods[0].ok().body(BODY).build());
      // The thread that opened a connection for a call may hold it for minutes, waiting for others.
      shop.get("/");
      leak(shop);
      String warnings = warningsWhile(() -> Collector.collectUntil(() -> shop.inFlight() == 0));
      assertEquals(1, shop.canceled());
      assertTrue(warnings.contains("A response from " + shop.pods[0].endpoint()), warnings);
      assertTrue(warnings.contains("Did you forget to close a response body?"), warnings);
    }
  }

  private static String warningsWhile(Runnable action) {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    PrintStream usual = System.err;
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      action.run();
    } finally {
      System.setErr(usual);
    }
    return log.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aResponseInUseKeepsItsLeaseWhateverIsCollected() throws IOException {
    try (Shop shop = new Shop(Wire.HTTP_1, 1)) {
      shop.pods[0].answers(request -> shop.pods[0].ok().body(BODY).build());
      try (Response response = shop.client.newCall(shop.request("/")).execute()) {
        for (int round = 0; round < 5; round++) {
          System.gc();
        }
        assertEquals(1, shop.inFlight());
        assertEquals(BODY, response.body().string());
      }
      assertEquals(0, shop.inFlight());
      assertEquals(1, shop.succeeded());
    }
  }

  @Test
  void aWrappedClientThatIsDroppedCanBeCollected() {
    try (Shop shop = new Shop(Wire.HTTP_1, 1)) {
      WeakReference<ApiClient> dropped = new WeakReference<>(new ApiClient(shop.balancing));
      Collector.collectUntil(() -> dropped.get() == null);
    }
  }

  /** As users write it: a client that leads, by its interceptor, to the object that has it. */
  private static final class ApiClient {
    @SuppressWarnings("unused") // Makes the circle.
    private final OkHttpClient client;

    private final String token = "secret";

    ApiClient(OkHttpLoadBalancing balancing) {
      this.client =
          balancing.wrap(
              new OkHttpClient.Builder().addNetworkInterceptor(this::authenticated).build());
    }

    private Response authenticated(Interceptor.Chain chain) throws IOException {
      Request request = chain.request();
      return chain.proceed(request.newBuilder().header("Authorization", token).build());
    }
  }

  private static void leak(Shop shop) throws IOException {
    Response forgotten = shop.client.newCall(shop.request("/")).execute();
    assertEquals(1, shop.inFlight());
    assertEquals(200, forgotten.code());
  }
}
