/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.Request;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * After a quiet time all idle connections have ended, to all pods: more of them than a call has
 * retries, and than the budget has. Still no idempotent request fails.
 */
class StalePoolTest {
  @ParameterizedTest
  @EnumSource
  void moreEndedConnectionsThanACallHasRetries(StaleServer.Ending ending) throws Exception {
    try (Fleet fleet = new Fleet(2)) {
      fleet.sendTogether(12);
      fleet.endConnections(ending);
      assertEquals("ok", fleet.get());
      assertEquals(0, fleet.shop.inFlight());
    }
  }

  @ParameterizedTest
  @EnumSource
  void morePodsWithEndedConnectionsThanACallHasRetries(StaleServer.Ending ending) throws Exception {
    try (Fleet fleet = new Fleet(6)) {
      fleet.sendTogether(6);
      fleet.endConnections(ending);
      assertEquals("ok", fleet.get());
      assertEquals(0, fleet.shop.inFlight());
    }
  }

  @ParameterizedTest
  @EnumSource
  void moreCallsOnEndedConnectionsThanTheBudgetHasRetries(StaleServer.Ending ending)
      throws Exception {
    try (Fleet fleet = new Fleet(2)) {
      fleet.sendTogether(12);
      fleet.endConnections(ending);
      fleet.send(12);
      assertEquals(0, fleet.shop.inFlight());
    }
  }

  private static final class Fleet implements AutoCloseable {
    private final List<StaleServer> servers = new ArrayList<>();
    private final Shop shop = new Shop(Wire.HTTP_1, 0);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    Fleet(int servers) throws IOException {
      for (int i = 0; i < servers; i++) {
        this.servers.add(new StaleServer());
      }
      shop.discovery.publish(this.servers.stream().map(StaleServer::endpoint).toList());
    }

    String get() throws IOException {
      Request request = shop.request("/").newBuilder().header("X-Id", "get").build();
      return Shop.get(shop.client, request);
    }

    /** Sends requests that are answered only once all have come, so on a connection each. */
    void sendTogether(int requests) throws Exception {
      CyclicBarrier meeting = new CyclicBarrier(requests);
      servers.forEach(server -> server.holdsUntil(meeting));
      send(requests);
      servers.forEach(server -> server.holdsUntil(null));
    }

    void send(int requests) throws Exception {
      List<CompletableFuture<String>> answers = new ArrayList<>();
      for (int i = 0; i < requests; i++) {
        answers.add(CompletableFuture.supplyAsync(this::getUnchecked, threads));
      }
      for (CompletableFuture<String> answer : answers) {
        assertEquals("ok", answer.get(10, TimeUnit.SECONDS));
      }
    }

    private String getUnchecked() {
      try {
        return get();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void endConnections(StaleServer.Ending ending) throws IOException {
      for (StaleServer server : servers) {
        server.endConnections(ending);
      }
    }

    @Override
    public void close() {
      threads.shutdownNow();
      shop.close();
      servers.forEach(StaleServer::close);
    }
  }
}
