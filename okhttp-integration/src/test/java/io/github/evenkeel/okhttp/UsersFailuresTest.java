/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the user's own code does on the way is not the pod's doing, and no reason to retry. */
class UsersFailuresTest {
  @Test
  void anAuthenticatorThatFailsIsNotRetriedAndNotThePodsFault() {
    try (Shop shop =
        new Shop(
            Wire.HTTP_1,
            2,
            client ->
                client.authenticator(
                    (route, response) -> {
                      throw new IOException("no secret");
                    }),
            balancing -> {})) {
      for (Pod pod : shop.pods) {
        pod.answers(request -> new MockResponse.Builder().code(401).build());
      }
      assertEquals("no secret", failure(shop, shop.request("/")).getMessage());
      assertFailedOnceThroughNoFaultOfAPod(shop);
    }
  }

  @Test
  void aMissingFileIsLookedForOnceAndNotThePodsFault() {
    AtomicInteger written = new AtomicInteger();
    RequestBody missing =
        new RequestBody() {
          @Override
          public @Nullable MediaType contentType() {
            return null;
          }

          @Override
          public void writeTo(BufferedSink sink) throws IOException {
            written.incrementAndGet();
            throw new FileNotFoundException("gone");
          }
        };
    try (Shop shop = new Shop(Wire.HTTP_1, 2)) {
      Request put = shop.request("/").newBuilder().put(missing).build();
      assertEquals("gone", failure(shop, put).getMessage());
      assertEquals(1, written.get());
      assertEquals(0, shop.failed());
      assertEquals(0, shop.inFlight());
    }
  }

  @Test
  void anInterceptorThatDislikesTheAnswerIsNotRetriedAndNotThePodsFault() {
    try (Shop shop = new Shop(Wire.HTTP_1, 2)) {
      OkHttpClient client =
          shop.client
              .newBuilder()
              .addInterceptor(
                  chain -> {
                    chain.proceed(chain.request()).close();
                    throw new IOException("not what was asked for");
                  })
              .build();
      assertThrows(IOException.class, () -> Shop.get(client, shop.request("/")));
      assertFailedOnceThroughNoFaultOfAPod(shop);
    }
  }

  @Test
  void anInterceptorThatAnswersForForeignHostsDoesNotBreakARetry() throws IOException {
    try (Shop shop = new Shop(Wire.HTTP_1, 2)) {
      shop.pods[0].answers(
          request ->
              new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
      OkHttpClient client =
          shop.client
              .newBuilder()
              .addInterceptor(
                  chain -> {
                    // A retry makes OkHttp let go of a connection by a request to nowhere.
                    Request request = chain.request();
                    return request.url().host().equals(Wire.HOST)
                        ? chain.proceed(request)
                        : fallback(request);
                  })
              .build();
      for (int i = 0; i < 4; i++) {
        assertEquals("pod-1", Shop.get(client, shop.request("/")));
      }
      assertEquals(0, shop.inFlight());
    }
  }

  @Test
  void anInterceptorThatProceedsAgainWithoutClosingLeavesNoLeaseBehind() throws IOException {
    try (Shop shop =
        new Shop(
            Wire.HTTP_1,
            2,
            client ->
                client.addInterceptor(
                    chain -> {
                      Response response = chain.proceed(chain.request());
                      assertThrows(
                          IllegalStateException.class, () -> chain.proceed(chain.request()));
                      return response;
                    }),
            balancing -> {})) {
      shop.get("/");
      assertEquals(0, shop.inFlight());
    }
  }

  private static Response fallback(Request request) {
    return new Response.Builder()
        .request(request)
        .protocol(Protocol.HTTP_1_1)
        .code(200)
        .message("OK")
        .body(ResponseBody.create("fallback", null))
        .build();
  }

  private static IOException failure(Shop shop, Request request) {
    return assertThrows(IOException.class, () -> Shop.get(shop.client, request));
  }

  private static void assertFailedOnceThroughNoFaultOfAPod(Shop shop) {
    assertEquals(1, shop.requestCounts().stream().mapToInt(Integer::intValue).sum());
    assertEquals(0, shop.failed());
    assertEquals(0, shop.inFlight());
  }
}
