/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClosingTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch mayAnswer = new CountDownLatch(1);

  @ParameterizedTest
  @EnumSource
  void callsUnderWayFinish(Wire wire) throws Exception {
    CountingSockets sockets = new CountingSockets();
    try (Shop shop = new Shop(wire, 1, client -> client.socketFactory(sockets), b -> {})) {
      CompletableFuture<String> answer = slowRequest(shop);
      CompletableFuture<Void> closing =
          CompletableFuture.runAsync(() -> shop.balancing.close(LONG));
      while (shop.statistics().stream().anyMatch(s -> !s.draining())) {
        Thread.onSpinWait(); // Until it is closed to new requests.
      }
      assertFalse(closing.isDone());
      mayAnswer.countDown();
      assertEquals("pod-0", answer.get(10, TimeUnit.SECONDS));
      closing.get(10, TimeUnit.SECONDS);
      assertEquals(0, sockets.openTo(shop.pods[0].port()));
      assertEquals(0, shop.statistics().size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void callsThatDoNotFinishInTimeAreCanceled(Wire wire) throws Exception {
    CountingSockets sockets = new CountingSockets();
    try (Shop shop = new Shop(wire, 1, client -> client.socketFactory(sockets), b -> {})) {
      CompletableFuture<String> answer = slowRequest(shop);
      shop.balancing.close(Duration.ZERO);
      assertThrows(ExecutionException.class, () -> answer.get(10, TimeUnit.SECONDS));
      mayAnswer.countDown();
      assertEquals(0, shop.statistics().size());
      assertEquals(0, sockets.openTo(shop.pods[0].port()));
    }
  }

  private CompletableFuture<String> slowRequest(Shop shop) throws InterruptedException {
    shop.pods[0].answers(
        request -> {
          arrived.countDown();
          try {
            mayAnswer.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return shop.pods[0].ok().build();
        });
    Call call = shop.client.newCall(shop.request("/"));
    CompletableFuture<String> answer =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return call.execute().body().string();
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    assertTrue(arrived.await(10, TimeUnit.SECONDS));
    return answer;
  }
}
