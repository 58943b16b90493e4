/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.evenkeel.Algorithms;
import io.github.evenkeel.discovery.StaticEndpoints;
import io.github.evenkeel.okhttp.internal.call.CallState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users see of a request is about the service; nothing of it knows of pods. */
class LogicalViewTest {
  @ParameterizedTest
  @EnumSource
  void urlHostAndServerNameAreTheServices(Wire wire) throws IOException {
    try (Shop shop = new Shop(wire, 2)) {
      try (Response response = shop.client.newCall(shop.request("/a?b=c")).execute()) {
        assertEquals(shop.request("/a?b=c").url(), response.request().url());
        assertNull(response.request().header("Connection"));
      }
      shop.get("/");
      for (Pod pod : shop.pods) {
        pod.requests()
            .forEach(
                request -> {
                  String name =
                      wire.isMultiplexed()
                          ? request.getHeaders().get(":authority")
                          : request.getHeaders().get("Host");
                  assertEquals(Wire.HOST, name);
                  if (wire.isTls()) {
                    assertEquals(List.of(Wire.HOST), request.getHandshakeServerNames());
                  }
                });
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void redirectsWithinTheServiceStayOnItsPods(Wire wire) throws IOException {
    try (Shop shop = new Shop(wire, 2)) {
      for (Pod pod : shop.pods) {
        pod.answers(
            request ->
                switch (request.getTarget()) {
                  case "/relative" -> redirect("/absolute");
                  case "/absolute" -> redirect(wire.baseUrl() + "/end");
                  default -> pod.ok().build();
                });
      }
      try (Response response = shop.client.newCall(shop.request("/relative")).execute()) {
        assertEquals(200, response.code());
        assertEquals(shop.request("/end").url(), response.request().url());
      }
      assertEquals(0, shop.inFlight());
      assertEquals(1, shop.succeeded());
    }
  }

  @Test
  void aRedirectToAForeignHostGoesThereAndNotToThePod() throws IOException {
    try (Shop shop = new Shop(Wire.HTTP_1, 1);
        Pod elsewhere = Pod.start(Wire.HTTP_1, "elsewhere")) {
      String foreign = "http://localhost:" + elsewhere.port() + "/there";
      shop.pods[0].answers(request -> redirect(foreign));

      try (Response response = shop.client.newCall(shop.request("/")).execute()) {
        assertEquals("elsewhere", response.body().string());
        assertEquals(HttpUrl.get(foreign), response.request().url());
      }
      assertEquals(
          "localhost:" + elsewhere.port(),
          elsewhere.requests().findFirst().orElseThrow().getHeaders().get("Host"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRedirectToAnotherServiceIsBalancedThere(Wire wire) throws IOException {
    String stockUrl = wire.baseUrl().replace(Wire.HOST, "stock.shop");
    Pod[] stock = Pod.start(wire, 3);
    try (Shop shop =
        new Shop(
            wire,
            2,
            client -> {},
            balancing ->
                balancing.service(
                    stockUrl,
                    service ->
                        service
                            .algorithm(Algorithms.leastRequest())
                            .endpoints(
                                StaticEndpoints.of(
                                    Stream.of(stock).map(Pod::endpoint).toList()))))) {
      for (Pod pod : shop.pods) {
        pod.answers(request -> redirect(stockUrl + "/level"));
      }
      for (int i = 0; i < 6; i++) {
        Request request =
            shop.request("/" + i).newBuilder().header("Authorization", "secret").build();
        try (Response response = shop.client.newCall(request).execute()) {
          assertEquals(stockUrl + "/level", response.request().url().toString());
          assertEquals(302, response.priorResponse().code());
          assertEquals(request.url(), response.priorResponse().request().url());
        }
      }
      for (Pod pod : stock) {
        assertEquals(2, pod.requestCount(), pod.name());
        pod.requests().forEach(request -> assertNull(request.getHeaders().get("Authorization")));
      }
      assertEquals(0, shop.inFlight());
      assertEquals(6, shop.succeeded());
    } finally {
      for (Pod pod : stock) {
        pod.close();
      }
    }
  }

  @Test
  void aRedirectFromAForeignHostIntoTheServiceIsBalanced() throws IOException {
    try (Shop shop = new Shop(Wire.HTTP_1, 2);
        Pod elsewhere = Pod.start(Wire.HTTP_1, "elsewhere")) {
      elsewhere.answers(request -> redirect("http://orders.shop/in"));
      String foreign = "http://localhost:" + elsewhere.port() + "/";
      for (int i = 0; i < 4; i++) {
        Shop.get(shop.client, new Request.Builder().url(foreign).build());
      }
      assertEquals(List.of(2, 2), shop.requestCounts());
    }
  }

  @Test
  void servicesThatRedirectToEachOtherForEverFailAsInOkHttp() throws IOException {
    try (Shop shop = new Shop(Wire.HTTP_1, 1);
        Pod elsewhere = Pod.start(Wire.HTTP_1, "elsewhere")) {
      shop.pods[0].answers(request -> redirect("http://localhost:" + elsewhere.port() + "/"));
      elsewhere.answers(request -> redirect("http://orders.shop/"));
      ProtocolException failure = assertThrows(ProtocolException.class, () -> shop.get("/"));
      assertEquals("Too many follow-up requests: 21", failure.getMessage());
      assertEquals(0, shop.inFlight());
    }
  }

  @Test
  void aClientThatFollowsNoRedirectsSeesThem() throws IOException {
    try (Shop shop = new Shop(Wire.HTTP_1, 1, client -> client.followRedirects(false), b -> {})) {
      shop.pods[0].answers(request -> redirect("http://elsewhere.example/"));
      try (Response response = shop.client.newCall(shop.request("/")).execute()) {
        assertEquals(302, response.code());
      }
    }
  }

  @Test
  void aRedirectedQueryStaysAQueryUnlessTheStatusAsksForAGet() throws IOException {
    try (Shop shop = new Shop(Wire.HTTP_1, 1);
        Pod elsewhere = Pod.start(Wire.HTTP_1, "elsewhere")) {
      String foreign = "http://localhost:" + elsewhere.port() + "/";
      shop.pods[0].answers(
          request ->
              new MockResponse.Builder()
                  .code(Integer.parseInt(request.getTarget().substring(1)))
                  .setHeader("Location", foreign)
                  .build());
      RequestBody body = RequestBody.create("open", MediaType.get("text/plain"));
      for (String status : List.of("/301", "/302", "/303", "/307", "/308")) {
        Shop.get(shop.client, shop.request(status).newBuilder().method("QUERY", body).build());
      }
      assertEquals(
          List.of("QUERY", "QUERY", "GET", "QUERY", "QUERY"),
          elsewhere.requests().map(RecordedRequest::getMethod).toList());
    }
  }

  @Test
  void aRedirectedPostBecomesAGetUnlessTheStatusKeepsIt() throws IOException {
    try (Shop shop = new Shop(Wire.HTTP_1, 1);
        Pod elsewhere = Pod.start(Wire.HTTP_1, "elsewhere")) {
      String foreign = "http://localhost:" + elsewhere.port() + "/";
      shop.pods[0].answers(
          request ->
              new MockResponse.Builder()
                  .code(Integer.parseInt(request.getTarget().substring(1)))
                  .setHeader("Location", foreign)
                  .build());
      RequestBody body = RequestBody.create("order", MediaType.get("text/plain"));
      for (String status : List.of("/302", "/307")) {
        Shop.get(shop.client, shop.request(status).newBuilder().post(body).build());
      }
      assertEquals(
          List.of("GET null ", "POST text/plain; charset=utf-8 order"),
          elsewhere
              .requests()
              .map(
                  request ->
                      request.getMethod()
                          + " "
                          + request.getHeaders().get("Content-Type")
                          + " "
                          + (request.getBody() == null ? "" : request.getBody().utf8()))
              .toList());
    }
  }

  @Test
  void aForeignHostOnThePodsOwnAddressAndTheServicesPortIsNotTakenForThePod() throws IOException {
    // The service's port is the foreign server's; both are on 127.0.0.1.
    try (Pod elsewhere = Pod.start(Wire.HTTP_1, "elsewhere");
        Pod pod = Pod.start(Wire.HTTP_1, "pod")) {
      String service = "http://orders.shop:" + elsewhere.port();
      pod.answers(request -> redirect("http://localhost:" + elsewhere.port() + "/"));
      try (OkHttpLoadBalancing balancing =
          OkHttpLoadBalancing.builder()
              .service(service, s -> s.endpoints(StaticEndpoints.of(List.of(pod.endpoint()))))
              .build()) {
        OkHttpClient client = balancing.wrap(Wire.HTTP_1.client().build());
        assertEquals("elsewhere", Shop.get(client, new Request.Builder().url(service).build()));
      }
    }
  }

  @Test
  void aServerErrorOfAForeignHostIsNotThePods() throws IOException {
    try (Shop shop = new Shop(Wire.HTTP_1, 1);
        Pod elsewhere = Pod.start(Wire.HTTP_1, "elsewhere")) {
      elsewhere.answers(request -> new MockResponse.Builder().code(500).build());
      shop.pods[0].answers(request -> redirect("http://localhost:" + elsewhere.port() + "/"));
      shop.get("/");
      assertEquals(0, shop.failed());
      assertEquals(1, shop.succeeded());
    }
  }

  @Test
  void cookiesBelongToTheService() throws IOException {
    List<Cookie> jar = new ArrayList<>();
    CookieJar cookies =
        new CookieJar() {
          @Override
          public void saveFromResponse(HttpUrl url, List<Cookie> saved) {
            jar.addAll(saved);
          }

          @Override
          public List<Cookie> loadForRequest(HttpUrl url) {
            return jar.stream().filter(cookie -> cookie.matches(url)).toList();
          }
        };
    try (Shop shop = new Shop(Wire.HTTP_1, 2, client -> client.cookieJar(cookies), b -> {})) {
      for (Pod pod : shop.pods) {
        pod.answers(request -> pod.ok().addHeader("Set-Cookie", "basket=7").build());
      }
      shop.get("/");
      shop.get("/");
      assertEquals(Wire.HOST, jar.get(0).domain());
      assertEquals(
          1,
          Stream.of(shop.pods)
              .flatMap(Pod::requests)
              .filter(request -> "basket=7".equals(request.getHeaders().get("Cookie")))
              .count());
    }
  }

  @Test
  void requestsToOtherHostsAndPortsPassThroughUntouched() throws IOException {
    try (Shop shop = new Shop(Wire.HTTP_1, 1);
        Pod elsewhere = Pod.start(Wire.HTTP_1, "elsewhere")) {
      String url = "http://localhost:" + elsewhere.port() + "/";
      OkHttpClient client =
          shop.client
              .newBuilder()
              .addInterceptor(
                  chain -> {
                    assertNull(requireNonNull(CallState.ifAny(chain.call())).attempt());
                    assertEquals(chain.getConnectionPool(), shop.client.connectionPool());
                    return chain.proceed(chain.request());
                  })
              .build();
      assertEquals("elsewhere", Shop.get(client, new Request.Builder().url(url).build()));
      assertEquals(0, shop.pods[0].requestCount());
      assertEquals(0, shop.succeeded());
    }
  }

  @Test
  void severalServicesShareAClient() throws IOException {
    try (Pod orders = Pod.start(Wire.HTTP_1, "orders");
        Pod stock = Pod.start(Wire.HTTP_1, "stock");
        OkHttpLoadBalancing balancing =
            OkHttpLoadBalancing.builder()
                .service(
                    "http://orders.shop",
                    s -> s.endpoints(StaticEndpoints.of(List.of(orders.endpoint()))))
                .service(
                    "http://stock.shop:8080",
                    s -> s.endpoints(StaticEndpoints.of(List.of(stock.endpoint()))))
                .build()) {
      OkHttpClient client = balancing.wrap(Wire.HTTP_1.client().build());
      assertEquals(
          "orders", Shop.get(client, new Request.Builder().url("http://orders.shop/").build()));
      assertEquals(
          "stock", Shop.get(client, new Request.Builder().url("http://stock.shop:8080/").build()));
      assertEquals(1, balancing.statistics("http://stock.shop:8080").get(0).succeeded());
    }
  }

  /** OkHttp asks no Dns about these, and Java spells most of the addresses in another way. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.77:8080",
        "http://127.77:8080",
        "http://[2001:db8::77]:8080",
        "http://[2001:DB8:0:0:0:0:0:77]",
        "http://[::ffff:127.0.0.77]:8080"
      })
  void aServiceMayBeNamedByItsVirtualIp(String service) throws IOException {
    try (Pod pod = Pod.start(Wire.HTTP_1, "pod");
        OkHttpLoadBalancing balancing =
            OkHttpLoadBalancing.builder()
                .service(service, s -> s.endpoints(StaticEndpoints.of(List.of(pod.endpoint()))))
                .build()) {
      OkHttpClient client = balancing.wrap(Wire.HTTP_1.client().build());
      assertEquals("pod", Shop.get(client, new Request.Builder().url(service + "/a").build()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://orders.shop", "http://127.0.0.77", "http://[2001:db8::77]"})
  void anEndpointMayHaveAnIpv6Address(String service) throws IOException {
    try (MockWebServer pod = new MockWebServer()) {
      pod.enqueue(new MockResponse.Builder().body("pod").build());
      assumeTrue(startsOnIpv6(pod), "this machine has IPv6");
      StaticEndpoints endpoints = StaticEndpoints.of("[::1]:" + pod.getPort());
      try (OkHttpLoadBalancing balancing =
          OkHttpLoadBalancing.builder().service(service, s -> s.endpoints(endpoints)).build()) {
        OkHttpClient client = balancing.wrap(Wire.HTTP_1.client().build());
        assertEquals("pod", Shop.get(client, new Request.Builder().url(service).build()));
      }
    }
  }

  private static boolean startsOnIpv6(MockWebServer server) {
    byte[] loopback = new byte[16];
    loopback[15] = 1;
    try {
      server.start(InetAddress.getByAddress(loopback), 0);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void theUsersProxyIsNotAskedToChooseThePod() throws IOException {
    // Nobody listens there; a request through this proxy fails.
    Proxy proxy =
        new Proxy(Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
    try (Shop shop = new Shop(Wire.HTTP_1, 1, client -> client.proxy(proxy), b -> {})) {
      assertEquals("pod-0", shop.get("/"));
    }
  }

  @Test
  void aForeignHostIsReachedThroughTheUsersProxyAfterARedirect() throws IOException {
    try (Pod proxy = Pod.start(Wire.HTTP_1, "proxy");
        Shop shop =
            new Shop(
                Wire.HTTP_1,
                1,
                client ->
                    client.proxy(
                        new Proxy(
                            Proxy.Type.HTTP,
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port()))),
                b -> {})) {
      shop.pods[0].answers(request -> redirect("http://elsewhere.example/"));
      assertEquals("proxy", shop.get("/"));
      assertEquals(
          "elsewhere.example", proxy.requests().findFirst().orElseThrow().getHeaders().get("Host"));
    }
  }

  @Test
  void theUsersSocketFactoryMakesTheSockets() throws IOException {
    CountingSockets sockets = new CountingSockets();
    try (Shop shop = new Shop(Wire.HTTP_1, 2, client -> client.socketFactory(sockets), b -> {})) {
      shop.get("/");
      shop.get("/");
      assertEquals(2, sockets.created());
      assertEquals(1, sockets.openTo(shop.pods[0].port()));
    }
  }

  @Test
  void theClientMayBeChangedAfterItWasWrapped() throws IOException {
    List<String> seen = new ArrayList<>();
    try (Shop shop = new Shop(Wire.HTTP_1, 2)) {
      OkHttpClient changed =
          shop.client
              .newBuilder()
              .addInterceptor(
                  chain -> {
                    seen.add(chain.request().url().host());
                    return chain.proceed(chain.request());
                  })
              .build();
      Shop.get(changed, shop.request("/"));
      Shop.get(changed, shop.request("/"));
      assertEquals(List.of(1, 1), shop.requestCounts());
      assertEquals(List.of(Wire.HOST, Wire.HOST), seen);
      assertNotNull(changed.connectionPool());
      assertTrue(changed.interceptors().size() > shop.client.interceptors().size());
    }
  }

  private static MockResponse redirect(String location) {
    return new MockResponse.Builder().code(302).setHeader("Location", location).build();
  }
}
