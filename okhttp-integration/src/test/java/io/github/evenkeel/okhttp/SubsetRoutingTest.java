/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointSubset;
import io.github.evenkeel.NoEndpointAvailableException;
import io.github.evenkeel.Subsets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import okhttp3.Request;
import org.junit.jupiter.api.Test;

/** Requests go to the pods that they name by a tag or a header. */
class SubsetRoutingTest {
  private static final EndpointSubset V2 = EndpointSubset.where("version", "v2");

  /** The first pod is of version v1, the second of v2, and so on. */
  private static Shop shop(int pods, Consumer<ServiceBuilder> options) {
    Shop shop = new Shop(Wire.HTTP_1, pods, client -> {}, balancing -> {}, options);
    List<Endpoint> endpoints = new ArrayList<>();
    for (int i = 0; i < pods; i++) {
      endpoints.add(
          Endpoint.builder("127.0.0.1", shop.pods[i].port())
              .uid("pod-" + i)
              .labels(Map.of("version", "v" + (i + 1)))
              .build());
    }
    shop.discovery.publish(endpoints);
    return shop;
  }

  private static String get(Shop shop, Consumer<Request.Builder> options) throws IOException {
    Request.Builder request = shop.request("/").newBuilder();
    options.accept(request);
    return Shop.get(shop.client, request.build());
  }

  @Test
  void aTagNamesTheSubset() throws IOException {
    try (Shop shop = shop(3, service -> {})) {
      for (int i = 0; i < 10; i++) {
        assertEquals("pod-1", get(shop, request -> request.tag(EndpointSubset.class, V2)));
      }
    }
  }

  @Test
  void aHeaderNamesTheSubsetUnlessThereIsATag() throws IOException {
    try (Shop shop = shop(3, service -> service.subsetHeader("X-Version", "version"))) {
      for (int i = 0; i < 5; i++) {
        assertEquals("pod-2", get(shop, request -> request.header("X-Version", "v3")));
        assertEquals(
            "pod-1",
            get(shop, request -> request.header("X-Version", "v3").tag(EndpointSubset.class, V2)));
      }
      for (int i = 0; i < 6; i++) {
        get(shop, request -> request.header("X-Version", ""));
      }
      assertTrue(shop.requestCounts().get(0) > 0, "an empty header names no subset");
    }
  }

  @Test
  void aSubsetWithoutPodsFailsOrFallsBack() throws IOException {
    try (Shop shop = shop(1, service -> {})) {
      assertTrue(
          String.valueOf(
                  assertThrows(
                          NoEndpointAvailableException.class,
                          () -> get(shop, request -> request.tag(EndpointSubset.class, V2)))
                      .getMessage())
              .contains("in the subset version in (v2)"));
    }
    Subsets toAll = Subsets.builder().fallbackToAll().build();
    try (Shop shop = shop(1, service -> service.subsets(toAll))) {
      assertEquals("pod-0", get(shop, request -> request.tag(EndpointSubset.class, V2)));
    }
  }

  @Test
  void aRetryStaysInTheSubset() throws IOException {
    try (Shop shop = shop(2, service -> {})) {
      shop.pods[1].close();
      assertThrows(
          IOException.class, () -> get(shop, request -> request.tag(EndpointSubset.class, V2)));
      assertEquals(0, shop.pods[0].requestCount());
    }
  }

  @Test
  void aHeaderThatCannotBeIsRefused() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                OkHttpLoadBalancing.builder()
                    .service(
                        "http://orders.shop",
                        service -> service.subsetHeader("X Version", "version")));
    assertEquals(
        "header of subsetHeader must be the name of a header such as X-Version, but was \"X"
            + " Version\"",
        refused.getMessage());
  }
}
