/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Servers that end connections at the worst moment: no idempotent request fails of it, and no POST
 * is delivered twice.
 */
class StaleConnectionTest {
  private static final int ROUNDS = 200;

  @ParameterizedTest
  @EnumSource
  void connectionsThatEndBeforeTheNextRequestFailNoIdempotentRequest(StaleServer.Ending ending)
      throws IOException {
    try (Fleet fleet = new Fleet()) {
      for (int i = 0; i < ROUNDS; i++) {
        assertEquals("ok", fleet.send("GET", "round " + i));
        fleet.endConnections(ending);
      }
      assertEquals(0, fleet.shop.inFlight());
    }
  }

  @ParameterizedTest
  @EnumSource
  void connectionsThatEndBeforeTheNextRequestLetNoPostBeDeliveredTwice(StaleServer.Ending ending)
      throws IOException {
    int failed = 0;
    try (Fleet fleet = new Fleet()) {
      for (int i = 0; i < ROUNDS; i++) {
        String id = "round " + i;
        try {
          assertEquals("ok", fleet.send("POST", id));
          assertEquals(1, fleet.deliveries(id));
        } catch (IOException e) {
          failed++;
        }
        fleet.endConnections(ending);
      }
      for (int i = 0; i < ROUNDS; i++) {
        assertTrue(fleet.deliveries("round " + i) <= 1, "round " + i);
      }
      assertEquals(0, fleet.shop.inFlight());
    }
    assertTrue(failed < ROUNDS, "each connection that ends may take one POST with it, but no more");
  }

  @ParameterizedTest
  @EnumSource
  void connectionsThatEndUponARequestFailNoIdempotentRequest(StaleServer.Ending ending)
      throws IOException {
    try (Fleet fleet = new Fleet()) {
      fleet.servers.forEach(server -> server.endsOnSecondRequest(ending));
      for (int i = 0; i < ROUNDS; i++) {
        assertEquals("ok", fleet.send("PUT", "round " + i));
      }
      int deliveries = IntStream.range(0, ROUNDS).map(i -> fleet.deliveries("round " + i)).sum();
      assertTrue(deliveries >= ROUNDS * 4 / 3, "connections did end");
      assertEquals(0, fleet.shop.inFlight());
    }
  }

  @ParameterizedTest
  @EnumSource
  void connectionsThatEndUponARequestLetNoPostBeDeliveredTwice(StaleServer.Ending ending)
      throws IOException {
    int failed = 0;
    try (Fleet fleet = new Fleet()) {
      fleet.servers.forEach(server -> server.endsOnSecondRequest(ending));
      for (int i = 0; i < ROUNDS; i++) {
        String id = "round " + i;
        try {
          assertEquals("ok", fleet.send("POST", id));
        } catch (IOException e) {
          failed++;
        }
        assertEquals(1, fleet.deliveries(id), id);
      }
      assertEquals(0, fleet.shop.inFlight());
    }
    assertEquals(ROUNDS / 2, failed, "every second one met a connection that ended");
  }

  @Test
  void noRequestIsSentOnAConnectionThatTheServerSaidItCloses() throws IOException {
    try (Fleet fleet = new Fleet()) {
      fleet.servers.forEach(StaleServer::saysClose);
      for (int i = 0; i < ROUNDS; i++) {
        String id = "round " + i;
        assertEquals("ok", fleet.send(i % 2 == 0 ? "GET" : "POST", id));
        assertEquals(1, fleet.deliveries(id));
      }
      assertEquals(ROUNDS, fleet.shop.succeeded());
      assertEquals(0, fleet.shop.failed());
    }
  }

  /** Two such servers behind one service. */
  private static final class Fleet implements AutoCloseable {
    private final List<StaleServer> servers = List.of(new StaleServer(), new StaleServer());
    private final Shop shop = new Shop(Wire.HTTP_1, 0);

    Fleet() throws IOException {
      shop.discovery.publish(servers.stream().map(StaleServer::endpoint).toList());
    }

    String send(String method, String id) throws IOException {
      RequestBody body =
          method.equals("GET") ? null : RequestBody.create("order", MediaType.get("text/plain"));
      Request request =
          shop.request("/").newBuilder().method(method, body).header("X-Id", id).build();
      return Shop.get(shop.client, request);
    }

    void endConnections(StaleServer.Ending ending) throws IOException {
      for (StaleServer server : servers) {
        server.endConnections(ending);
      }
    }

    int deliveries(String id) {
      return servers.stream().mapToInt(server -> server.deliveries(id)).sum();
    }

    @Override
    public void close() {
      shop.close();
      servers.forEach(StaleServer::close);
    }
  }
}
