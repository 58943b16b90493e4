/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Endpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Removed endpoints get no more requests, finish those they have, and lose their connections. */
class RemovalTest {
  private static final String BODY = "x".repeat(100_000);

  @ParameterizedTest
  @EnumSource
  void idleConnectionsToARemovedPodCloseAtOnce(Wire wire) throws IOException {
    CountingSockets sockets = new CountingSockets();
    try (Shop shop = new Shop(wire, 2, client -> client.socketFactory(sockets), b -> {})) {
      shop.get("/");
      shop.get("/");
      assertEquals(1, sockets.openTo(shop.pods[1].port()));

      shop.discovery.publish(shop.pods[0]);
      assertEquals(0, sockets.openTo(shop.pods[1].port()));
      assertEquals(1, sockets.openTo(shop.pods[0].port()));
      shop.get("/");
      shop.get("/");
      assertEquals(List.of(3, 1), shop.requestCounts());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRequestUnderWayFinishesOnTheRemovedPodAndThenItsConnectionCloses(Wire wire)
      throws IOException {
    CountingSockets sockets = new CountingSockets();
    try (Shop shop = new Shop(wire, 2, client -> client.socketFactory(sockets), b -> {})) {
      for (Pod pod : shop.pods) {
        pod.answers(request -> pod.ok().body(BODY).build());
      }
      try (Response response = shop.client.newCall(shop.request("/")).execute()) {
        Pod busy = shop.pods["pod-0".equals(response.header("X-Pod")) ? 0 : 1];
        Pod other = shop.pods[busy == shop.pods[0] ? 1 : 0];
        shop.discovery.publish(other);
        assertEquals(1, sockets.openTo(busy.port()));
        assertEquals(BODY, response.body().string());
        assertEquals(0, sockets.openTo(busy.port()));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void twoHundredChangesUnderLoadFailNothingAndLeaveNoSocket(Wire wire) throws Exception {
    CountingSockets sockets = new CountingSockets();
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger served = new AtomicInteger();
    int clients = 8;
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try (Shop shop =
        new Shop(
            wire,
            6,
            client -> client.socketFactory(sockets).retryOnConnectionFailure(false),
            b -> {})) {
      List<CompletableFuture<Void>> running = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        running.add(
            CompletableFuture.runAsync(
                () -> {
                  while (!stop.get()) {
                    try {
                      shop.get("/");
                      served.incrementAndGet();
                    } catch (Throwable e) {
                      failures.add(e);
                    }
                  }
                },
                threads));
      }
      Random random = new Random(7);
      List<Pod> pods = new ArrayList<>(List.of(shop.pods));
      for (int change = 0; change < 200; change++) {
        Collections.shuffle(pods, random);
        shop.discovery.publish(pods.subList(0, 1 + random.nextInt(5)).toArray(Pod[]::new));
        // Some traffic between any two changes.
        int goal = served.get() + 5;
        while (served.get() < goal && failures.isEmpty()) {
          Thread.onSpinWait();
        }
      }
      shop.discovery.publish(shop.pods[0]);
      stop.set(true);
      CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);

      assertEquals(List.of(), List.copyOf(failures));
      assertEquals(0, shop.inFlight());
      for (Pod pod : List.of(shop.pods).subList(1, 6)) {
        assertEquals(0, sockets.openTo(pod.port()), "open sockets to " + pod.name());
      }
      assertEquals(1, shop.statistics().size());
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNewPodOnAnOldPodsAddressInheritsNoConnection(Wire wire) throws IOException {
    // trap 30
    try (Shop shop = new Shop(wire, 1)) {
      Endpoint old = shop.pods[0].endpoint();
      Endpoint fresh = Endpoint.builder("127.0.0.1", shop.pods[0].port()).uid("fresh").build();
      shop.get("/");
      shop.discovery.publish(List.of(fresh));
      shop.get("/");
      assertEquals(2, shop.pods[0].connectionCount());
      assertEquals(1, shop.succeeded());
      shop.discovery.publish(List.of(old));
      shop.get("/");
      assertEquals(3, shop.pods[0].connectionCount());
    }
  }

  @Test
  void anEndpointThatStaysKeepsItsConnectionAndStatistics() throws IOException {
    try (Shop shop = new Shop(Wire.HTTP_1, 3)) {
      for (int i = 0; i < 3; i++) {
        shop.get("/");
      }
      shop.discovery.publish(shop.pods[2], shop.pods[1]);
      for (int i = 0; i < 4; i++) {
        shop.get("/");
      }
      assertEquals(1, shop.pods[1].connectionCount());
      assertEquals(1, shop.pods[2].connectionCount());
      assertEquals(6, shop.succeeded());
    }
  }

  @Test
  void closingEndsDiscoveryAndClosesIdleConnections() throws Exception {
    CountingSockets sockets = new CountingSockets();
    CountDownLatch arrived = new CountDownLatch(1);
    try (Shop shop = new Shop(Wire.HTTP_1, 1, client -> client.socketFactory(sockets), b -> {})) {
      shop.get("/");
      shop.pods[0].answers(
          request -> {
            arrived.countDown();
            return shop.pods[0].ok().build();
          });
      shop.balancing.close();
      shop.balancing.close();
      assertTrue(shop.discovery.isClosed());
      assertEquals(0, sockets.openTo(shop.pods[0].port()));
      shop.discovery.publish(shop.pods); // Too late: a closed balancing stays closed.
      assertEquals(0, shop.statistics().size());
      assertEquals(1, arrived.getCount());
    }
  }
}
