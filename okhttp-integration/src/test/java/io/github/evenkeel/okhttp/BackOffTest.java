/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Algorithms;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import mockwebserver3.MockResponse;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pod that asks not to be used for a while, by Retry-After, is left alone. */
class BackOffTest {
  private final PassingTime time = new PassingTime();

  private Shop shop(int pods) {
    return new Shop(
        Wire.HTTP_1,
        pods,
        client -> {},
        balancing -> balancing.environment(time.environment()),
        service -> service.algorithm(Algorithms.roundRobin()).retries(Retries.none()));
  }

  private static void busy(Pod pod, int status) {
    pod.answers(
        request -> new MockResponse.Builder().code(status).setHeader("Retry-After", "20").build());
  }

  private static void send(Shop shop, int requests) throws IOException {
    for (int i = 0; i < requests; i++) {
      try (Response response = shop.client.newCall(shop.request("/")).execute()) {
        response.body().bytes();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"429, true", "503, true", "500, false", "302, false"})
  void aPodIsLeftAloneUntilItsTimeIsOver(int status, boolean isLeftAlone) throws Exception {
    try (Shop shop = shop(2)) {
      busy(shop.pods[0], status);
      send(shop, 2);
      assertEquals(1, shop.pods[0].requestCount());
      send(shop, 4);
      assertEquals(isLeftAlone ? 1 : 3, shop.pods[0].requestCount());

      time.pass(Duration.ofSeconds(20));
      int before = shop.pods[0].requestCount();
      send(shop, 4);
      assertTrue(shop.pods[0].requestCount() > before);
    }
  }

  @Test
  void whereAllPodsAskTheCallerGetsTheirResponses() throws Exception {
    try (Shop shop = shop(2)) {
      for (Pod pod : shop.pods) {
        busy(pod, 503);
      }
      send(shop, 2);
      time.runDue();
      send(shop, 4);
      assertEquals(List.of(3, 3), shop.requestCounts());
    }
  }
}
