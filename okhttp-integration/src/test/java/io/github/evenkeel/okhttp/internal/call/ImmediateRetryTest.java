/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.okhttp.Pod;
import io.github.evenkeel.okhttp.Retries;
import io.github.evenkeel.okhttp.Shop;
import io.github.evenkeel.okhttp.Wire;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImmediateRetryTest {
  private final AtomicInteger requests = new AtomicInteger();

  @ParameterizedTest
  @EnumSource
  void aPostIsNotSentAgainThoughItsAnswerAsksForThat(Wire wire) throws IOException {
    try (Shop shop = shop(wire, Retries.builder().build())) {
      answers(shop, 503, "0");
      assertEquals("busy", Shop.get(shop.client, post(shop)));
      answers(shop, 408, null);
      assertEquals("busy", Shop.get(shop.client, post(shop)));
      assertEquals(2, requests.get());
      assertEquals(0, shop.inFlight());
    }
  }

  @Test
  void withoutRetriesNothingIsSentAgain() throws IOException {
    try (Shop shop = shop(Wire.HTTP_1, Retries.none())) {
      answers(shop, 503, "0");
      assertEquals("busy", shop.get("/"));
      answers(shop, 408, "0");
      assertEquals("busy", shop.get("/"));
      assertEquals(2, requests.get());
    }
  }

  @ParameterizedTest
  @CsvSource({"503, 0", "503, 000", "408, 0", "408,"})
  void anIdempotentRequestGoesElsewhere(int status, @Nullable String retryAfter)
      throws IOException {
    try (Shop shop = shop(Wire.HTTP_1, Retries.builder().build())) {
      answers(shop, status, retryAfter);
      String second = shop.pods[1].name();
      shop.pods[1].answers(request -> shop.pods[1].ok().build());
      assertEquals(second, shop.get("/"));
      assertEquals(second, shop.get("/"));
      assertTrue(requests.get() > 0);
      assertEquals(requests.get(), shop.pods[0].requestCount());
    }
  }

  @ParameterizedTest
  @CsvSource({"503, 0", "503, 120", "503, 99999999999", "503,", "408, 0", "408,", "408, soon"})
  void theAnswerIsTheCallersAsItCame(int status, @Nullable String retryAfter) throws IOException {
    try (Shop shop = shop(Wire.HTTP_1, Retries.none())) {
      answers(shop, status, retryAfter);
      try (Response response = shop.client.newCall(shop.request("/")).execute()) {
        assertEquals(status, response.code());
        assertEquals(retryAfter, response.header("Retry-After"));
        assertEquals(retryAfter, requireNonNull(response.networkResponse()).header("Retry-After"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 503})
  void anAnswerThatAsksForPatienceIsTheCallers(int status) throws IOException {
    try (Shop shop = shop(Wire.HTTP_1, Retries.builder().build())) {
      answers(shop, status, "1");
      assertEquals("busy", shop.get("/"));
      assertEquals(1, requests.get());
    }
  }

  private void answers(Shop shop, int status, @Nullable String retryAfter) {
    for (Pod pod : shop.pods) {
      pod.answers(
          request -> {
            requests.incrementAndGet();
            MockResponse.Builder answer = new MockResponse.Builder().code(status).body("busy");
            return (retryAfter == null ? answer : answer.setHeader("Retry-After", retryAfter))
                .build();
          });
    }
  }

  private static Shop shop(Wire wire, Retries retries) {
    return new Shop(wire, 2, c -> {}, b -> {}, service -> service.retries(retries));
  }

  private static Request post(Shop shop) {
    return shop.request("/")
        .newBuilder()
        .post(RequestBody.create("order", MediaType.get("text/plain")))
        .build();
  }
}
