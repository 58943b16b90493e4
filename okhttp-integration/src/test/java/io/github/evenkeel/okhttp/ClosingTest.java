/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.NoEndpointAvailableException;
import io.github.evenkeel.discovery.EndpointListener;
import io.github.evenkeel.discovery.EndpointSource;
import io.github.evenkeel.discovery.StaticEndpoints;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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
      while (shop.statistics().stream().anyMatch(s -> !s.isDraining())) {
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

  @ParameterizedTest
  @ValueSource(classes = {IllegalStateException.class, NoClassDefFoundError.class})
  void aSourceThatThrowsOnCloseDoesNotKeepTheRestOpen(Class<? extends Throwable> type)
      throws Exception {
    CountingSockets sockets = new CountingSockets();
    try (Pod orders = Pod.start(Wire.HTTP_1, "orders");
        Pod stock = Pod.start(Wire.HTTP_1, "stock")) {
      // Both, for they are closed in any order.
      Unclosable ordersSource = new Unclosable(orders, type);
      Unclosable stockSource = new Unclosable(stock, type);
      OkHttpLoadBalancing balancing =
          OkHttpLoadBalancing.builder()
              .service("http://orders.shop", s -> s.endpoints(ordersSource))
              .service("http://stock.shop", s -> s.endpoints(stockSource))
              .build();
      OkHttpClient client = balancing.wrap(Wire.HTTP_1.client().socketFactory(sockets).build());
      for (String service : List.of("http://orders.shop", "http://stock.shop")) {
        Shop.get(client, new Request.Builder().url(service).build());
      }
      balancing.close();
      balancing.close(LONG);
      assertEquals(1, ordersSource.closed.get());
      assertEquals(1, stockSource.closed.get());
      assertEquals(0, sockets.openTo(orders.port()) + sockets.openTo(stock.port()));
      for (String service : List.of("http://orders.shop", "http://stock.shop")) {
        Request request = new Request.Builder().url(service).build();
        assertThrows(NoEndpointAvailableException.class, () -> Shop.get(client, request));
      }
    }
  }

  @Test
  void aSourceThatThrowsOnCloseDoesNotHideWhyTheBalancingCannotBeBuilt() throws Exception {
    StaticEndpoints used = StaticEndpoints.of("127.0.0.1:1");
    OkHttpLoadBalancing.builder().service("http://a.shop", s -> s.endpoints(used)).build().close();
    try (Pod orders = Pod.start(Wire.HTTP_1, "orders")) {
      Unclosable source = new Unclosable(orders, NoClassDefFoundError.class);
      OkHttpLoadBalancing.Builder builder =
          OkHttpLoadBalancing.builder()
              .service("http://orders.shop", s -> s.endpoints(source))
              .service("http://stock.shop", s -> s.endpoints(used));
      IllegalStateException failure = assertThrows(IllegalStateException.class, builder::build);
      assertTrue(
          String.valueOf(failure.getMessage()).contains("StaticEndpoints[127.0.0.1:1] is closed"));
      assertEquals(1, source.closed.get());
    }
  }

  /** A source of endpoints that breaks when it is closed. */
  private static final class Unclosable implements EndpointSource {
    final AtomicInteger closed = new AtomicInteger();
    private final Pod pod;
    private final Class<? extends Throwable> type;

    Unclosable(Pod pod, Class<? extends Throwable> type) {
      this.pod = pod;
      this.type = type;
    }

    @Override
    public void subscribe(EndpointListener listener) {
      listener.onEndpoints(List.of(pod.endpoint()));
    }

    @Override
    public void close() {
      closed.incrementAndGet();
      if (type == NoClassDefFoundError.class) {
        throw new NoClassDefFoundError("a class loader that is gone");
      }
      throw new IllegalStateException("its own client is closed");
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
