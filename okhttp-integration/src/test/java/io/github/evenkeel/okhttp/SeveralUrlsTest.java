/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.evenkeel.Algorithms;
import io.github.evenkeel.EndpointStatistics;
import io.github.evenkeel.discovery.StaticEndpoints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.Cache;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One service by several URLs, and several services by one host. */
class SeveralUrlsTest {

  @ParameterizedTest
  @EnumSource
  void aRequestToAnAliasIsBalancedAndStaysAsItsUrlSays(Wire wire) throws IOException {
    String alias = wire.baseUrl().replace(Wire.HOST, "stock.shop") + ":8443";
    Pod[] pods = Pod.start(wire, 2);
    try (OkHttpLoadBalancing balancing = twoUrls(wire.baseUrl(), alias, pods)) {
      OkHttpClient client = balancing.wrap(wire.client().build());
      for (int i = 0; i < 2; i++) {
        get(client, wire.baseUrl());
        try (Response response = client.newCall(request(alias + "/a")).execute()) {
          assertEquals(alias + "/a", response.request().url().toString());
        }
      }
      for (Pod pod : pods) {
        assertEquals(2, pod.requestCount(), "both URLs take turns");
      }
      assertEquals(4, succeeded(balancing, wire.baseUrl()));
      assertEquals(balancing.statistics(wire.baseUrl()), balancing.statistics(alias));
      assertEquals(0, balancing.bypassedRequests());
      RecordedRequest toAlias =
          List.of(pods).stream()
              .flatMap(Pod::requests)
              .filter(request -> request.getTarget().equals("/a"))
              .findFirst()
              .orElseThrow();
      assertEquals(
          "stock.shop:8443",
          toAlias.getHeaders().get(wire.isMultiplexed() ? ":authority" : "Host"));
      if (wire.isTls()) {
        assertEquals(List.of("stock.shop"), toAlias.getHandshakeServerNames());
      }
    } finally {
      close(pods);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRedirectFromOneUrlOfAServiceToAnotherIsFollowedOnItsPods(Wire wire) throws IOException {
    String alias = wire.baseUrl() + ":8443";
    Pod[] pods = Pod.start(wire, 2);
    for (Pod pod : pods) {
      pod.answers(
          request -> request.getTarget().equals("/") ? redirect(alias + "/a") : pod.ok().build());
    }
    try (OkHttpLoadBalancing balancing = twoUrls(wire.baseUrl(), alias, pods)) {
      OkHttpClient client = balancing.wrap(wire.client().build());
      try (Response response = client.newCall(request(wire.baseUrl())).execute()) {
        assertEquals(200, response.code());
        assertEquals(alias + "/a", response.request().url().toString());
      }
      assertEquals(2, succeeded(balancing, alias));
      assertEquals(0, inFlight(balancing, alias));
    } finally {
      close(pods);
    }
  }

  private static OkHttpLoadBalancing twoUrls(String baseUrl, String alias, Pod... pods) {
    return OkHttpLoadBalancing.builder()
        .service(
            baseUrl,
            service ->
                service
                    .endpoints(endpoints(pods))
                    .algorithm(Algorithms.leastRequest())
                    .aliases(alias))
        .build();
  }

  @ParameterizedTest
  @EnumSource
  void aHostMayHaveAServiceOnEachPort(Wire wire) throws IOException {
    String management = wire.baseUrl() + ":9090";
    try (Pod api = Pod.start(wire, "api");
        Pod manager = Pod.start(wire, "manager");
        OkHttpLoadBalancing balancing = twoPorts(wire.baseUrl(), api, management, manager)) {
      OkHttpClient client = balancing.wrap(wire.client().build());
      for (int i = 0; i < 2; i++) {
        assertEquals("api", get(client, wire.baseUrl()));
        assertEquals("manager", get(client, management));
      }
      assertEquals(2, succeeded(balancing, wire.baseUrl()));
      assertEquals(2, succeeded(balancing, management));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRedirectToTheHostsOtherPortCrossesServices(Wire wire) throws IOException {
    String management = wire.baseUrl() + ":9090";
    try (Pod api = Pod.start(wire, "api");
        Pod manager = Pod.start(wire, "manager");
        OkHttpLoadBalancing balancing = twoPorts(wire.baseUrl(), api, management, manager)) {
      api.answers(request -> redirect(management + "/health"));
      OkHttpClient client = balancing.wrap(wire.client().build());
      Request authorized =
          request(wire.baseUrl()).newBuilder().header("Authorization", "secret").build();
      for (int i = 0; i < 2; i++) {
        assertEquals("manager", Shop.get(client, authorized));
      }
      assertEquals(2, succeeded(balancing, wire.baseUrl()));
      assertEquals(2, succeeded(balancing, management));
      manager.requests().forEach(r -> assertNull(r.getHeaders().get("Authorization")));
    }
  }

  /** OkHttp follows that one before the network is asked, on the way to the first service. */
  @Test
  void aRedirectToTheOtherPortThatTheCacheHasCrossesServices(@TempDir Path directory)
      throws IOException {
    try (Cache cache = new Cache(directory.toFile(), 1_000_000);
        Pod api = Pod.start(Wire.HTTP_1, "api");
        Pod manager = Pod.start(Wire.HTTP_1, "manager")) {
      String service = "http://localhost:" + api.port();
      String management = "http://localhost:" + manager.port();
      api.answers(
          request ->
              redirect(management + "/health")
                  .newBuilder()
                  .code(301)
                  .setHeader("Cache-Control", "max-age=600")
                  .build());
      OkHttpClient plain = new OkHttpClient.Builder().cache(cache).build();
      assertEquals("manager", get(plain, service));
      try (OkHttpLoadBalancing balancing = twoPorts(service, api, management, manager)) {
        assertEquals("manager", get(balancing.wrap(plain), service));
        assertEquals(1, succeeded(balancing, management));
        assertEquals(0, inFlight(balancing, service));
      }
    }
  }

  @Test
  void aRedirectToAnAliasThatTheCacheHasIsBalanced(@TempDir Path directory) throws IOException {
    try (Cache cache = new Cache(directory.toFile(), 1_000_000);
        Pod front = Pod.start(Wire.HTTP_1, "front");
        Pod other = Pod.start(Wire.HTTP_1, "other");
        Pod pod = Pod.start(Wire.HTTP_1, "pod")) {
      String service = "http://localhost:" + front.port();
      String alias = "http://localhost:" + other.port();
      front.answers(
          request ->
              redirect(alias + "/there")
                  .newBuilder()
                  .code(301)
                  .setHeader("Cache-Control", "max-age=600")
                  .build());
      OkHttpClient plain = new OkHttpClient.Builder().cache(cache).build();
      assertEquals("other", get(plain, service));
      pod.answers(
          request ->
              request.getTarget().equals("/there") ? pod.ok().build() : redirect(alias + "/there"));
      try (OkHttpLoadBalancing balancing = twoUrls(service, alias, pod)) {
        assertEquals("pod", get(balancing.wrap(plain), service));
      }
      assertEquals(1, other.requestCount());
    }
  }

  /** OkHttp asks no Dns about it, so that the port alone tells where a socket goes. */
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.77", "[2001:db8::77]"})
  void aVirtualIpMayHaveAServiceOnEachPort(String ip) throws IOException {
    try (Pod api = Pod.start(Wire.HTTP_1, "api");
        Pod manager = Pod.start(Wire.HTTP_1, "manager");
        OkHttpLoadBalancing balancing =
            twoPorts("http://" + ip, api, "http://" + ip + ":9090", manager)) {
      api.answers(request -> redirect("http://" + ip + ":9090/health"));
      assertEquals(
          "manager", get(balancing.wrap(Wire.HTTP_1.client().build()), "http://" + ip + "/"));
    }
  }

  @Test
  void aBaseUrlBelongsToOneService() {
    OkHttpLoadBalancing.Builder builder =
        OkHttpLoadBalancing.builder()
            .service(
                "http://orders.shop",
                service -> service.endpoints(new ScriptedEndpoints()).aliases("http://orders"));
    for (String url : List.of("http://orders", "http://ORDERS:80/")) {
      assertRefused(
          "service http://orders must have base URLs of its own, but http://orders is of service"
              + " http://orders.shop, which was added before",
          () -> builder.service(url, service -> service.endpoints(new ScriptedEndpoints())));
    }
    assertRefused(
        "service http://stock.shop must have base URLs of its own, but http://orders.shop is of"
            + " service http://orders.shop, which was added before",
        () ->
            builder.service(
                "http://stock.shop",
                service ->
                    service.endpoints(new ScriptedEndpoints()).aliases("http://orders.shop")));
    assertRefused(
        "aliases of service http://stock.shop must be further base URLs, but has http://stock.shop"
            + " twice",
        () -> builder.service("http://stock.shop", s -> s.aliases("http://stock.shop")));
    assertRefused(
        "aliases of service http://stock.shop must be further base URLs, but has http://stock"
            + " twice",
        () -> builder.service("http://stock.shop", s -> s.aliases("http://stock", "http://stock")));
    assertRefused(
        "aliases of service http://stock.shop must be a base URL, with a scheme, a host and perhaps"
            + " a port but nothing else, such as http://stock, but was \"http://stock/v1\"",
        () -> builder.service("http://stock.shop", s -> s.aliases("http://stock/v1")));
  }

  private static void assertRefused(String message, org.junit.jupiter.api.function.Executable e) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, e).getMessage());
  }

  private static OkHttpLoadBalancing twoPorts(String one, Pod pod, String other, Pod otherPod) {
    return OkHttpLoadBalancing.builder()
        .service(one, service -> service.endpoints(endpoints(pod)))
        .service(other, service -> service.endpoints(endpoints(otherPod)))
        .build();
  }

  private static StaticEndpoints endpoints(Pod... pods) {
    return StaticEndpoints.of(List.of(pods).stream().map(Pod::endpoint).toList());
  }

  private static long succeeded(OkHttpLoadBalancing balancing, String service) {
    return balancing.statistics(service).stream().mapToLong(EndpointStatistics::succeeded).sum();
  }

  private static int inFlight(OkHttpLoadBalancing balancing, String service) {
    return balancing.statistics(service).stream().mapToInt(EndpointStatistics::inFlight).sum();
  }

  private static MockResponse redirect(String location) {
    return new MockResponse.Builder().code(302).setHeader("Location", location).build();
  }

  private static Request request(String url) {
    return new Request.Builder().url(url).build();
  }

  private static String get(OkHttpClient client, String url) throws IOException {
    return Shop.get(client, request(url));
  }

  private static void close(Pod... pods) {
    for (Pod pod : pods) {
      pod.close();
    }
  }
}
