/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.Locality;
import io.github.evenkeel.discovery.StaticEndpoints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests stay in the caller's zone as far as the pods there can take them. */
class NearnessTest {
  private final ScriptedEndpoints callers = new ScriptedEndpoints();

  private static Shop shop(int pods, ScriptedEndpoints callers) {
    return new Shop(
        Wire.HTTP_1,
        pods,
        client -> {},
        balancing -> balancing.locality(Locality.zone("a")).callers(callers));
  }

  private static Endpoint in(String zone, Endpoint endpoint) {
    return Endpoint.builder(
            endpoint.address().getAddress().getHostAddress(), endpoint.address().getPort())
        .uid(endpoint.id().uid())
        .zone(zone)
        .build();
  }

  /** One letter is the zone of one pod. */
  private static void publish(Shop shop, String zones) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (int i = 0; i < zones.length(); i++) {
      endpoints.add(in(zones.substring(i, i + 1), shop.pods[i].endpoint()));
    }
    shop.discovery.publish(endpoints);
  }

  private static List<Endpoint> callersIn(String zones) {
    return zones
        .chars()
        .mapToObj(zone -> Endpoint.builder("10.0.0.1", zone).zone("" + (char) zone).build())
        .toList();
  }

  private static void get(Shop shop, int requests) throws IOException {
    for (int i = 0; i < requests; i++) {
      shop.get("/");
    }
  }

  @Test
  void requestsStayInTheZone() throws IOException {
    try (Shop shop = shop(4, callers)) {
      publish(shop, "aabb");

      get(shop, 20);

      assertEquals(List.of(10, 10, 0, 0), shop.requestCounts());
    }
  }

  @Test
  void theSpreadOfTheCallersDecidesHowManyStay() throws IOException {
    try (Shop shop = shop(2, callers)) {
      publish(shop, "ab");
      callers.publish(callersIn("aab"));

      get(shop, 40);

      // Half of the pods for two thirds of the callers.
      assertEquals(30, shop.requestCounts().get(0), 1);
      callers.fail("the API server is away");
      callers.recover();
      get(shop, 40);
      assertEquals(60, shop.requestCounts().get(0), 1);
    }
    assertTrue(callers.isClosed());
  }

  @Test
  void aRetryLeavesTheZoneWhenItHasTriedThePodsThere() throws IOException {
    try (Shop shop = shop(2, callers)) {
      publish(shop, "ab");
      shop.pods[0].close();

      assertEquals("pod-1", shop.get("/"));
    }
  }

  @Test
  void callersWithoutALocalityAreRefused() {
    OkHttpLoadBalancing.Builder builder =
        OkHttpLoadBalancing.builder()
            .service("http://orders.shop", s -> s.endpoints(StaticEndpoints.of("127.0.0.1:1")))
            .callers(callers);

    assertEquals(
        "callers need a locality to matter, but there is none; set locality, or leave callers out",
        assertThrows(IllegalArgumentException.class, builder::build).getMessage());
  }

  @Test
  void aSourceOfCallersThatIsInUseIsRefused() {
    StaticEndpoints used = StaticEndpoints.of("127.0.0.1:1");
    OkHttpLoadBalancing.builder()
        .service("http://stock.shop", s -> s.endpoints(used))
        .build()
        .close();
    ScriptedEndpoints orders = new ScriptedEndpoints();
    OkHttpLoadBalancing.Builder builder =
        OkHttpLoadBalancing.builder()
            .service("http://orders.shop", s -> s.endpoints(orders))
            .locality(Locality.zone("a"))
            .callers(used);

    assertTrue(
        String.valueOf(assertThrows(IllegalStateException.class, builder::build).getMessage())
            .startsWith("could not subscribe to the source of callers, StaticEndpoints["));
  }
}
