/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.EndpointStatistics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Authenticator;
import okhttp3.Cache;
import okhttp3.CacheControl;
import okhttp3.Credentials;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a user has set up on a client works as before once the client is wrapped. */
class ClientSettingsTest {
  private static final String SECRET = Credentials.basic("basket", "secret");

  @ParameterizedTest
  @EnumSource
  void aChallengeIsMetOnTheSamePodUnderOneLease(Wire wire) throws IOException {
    Authenticator authenticator =
        (route, response) ->
            response.request().header("Authorization") != null
                ? null
                : response.request().newBuilder().header("Authorization", SECRET).build();
    try (Shop shop = new Shop(wire, 2, client -> client.authenticator(authenticator), b -> {})) {
      for (Pod pod : shop.pods) {
        pod.answers(
            request ->
                request.getHeaders().get("Authorization") == null
                    ? new MockResponse.Builder().code(401).body("who?").build()
                    : pod.ok().body(bodyOf(request)).build());
      }
      for (int i = 0; i < 4; i++) {
        assertEquals("order", Shop.get(shop.client, post(shop, "order")));
      }
      assertEquals(List.of(4, 4), shop.requestCounts());
      for (EndpointStatistics pod : shop.statistics()) {
        assertEquals(2, pod.succeeded(), pod.toString());
        assertEquals(0, pod.failed() + pod.canceled() + pod.inFlight(), pod.toString());
      }
    }
  }

  @Test
  void theProxyAuthenticatorServesForeignHostsAndNoPodSeesIt() throws IOException {
    Authenticator authenticator =
        (route, response) ->
            response.request().newBuilder().header("Proxy-Authorization", SECRET).build();
    try (Pod proxy = Pod.start(Wire.HTTP_1, "proxy");
        Shop shop =
            new Shop(
                Wire.HTTP_1,
                2,
                client -> client.proxy(at(proxy)).proxyAuthenticator(authenticator),
                b -> {})) {
      proxy.answers(
          request ->
              request.getHeaders().get("Proxy-Authorization") == null
                  ? new MockResponse.Builder().code(407).build()
                  : proxy.ok().build());
      Request foreign = new Request.Builder().url("http://elsewhere.example/").build();
      assertEquals("proxy", Shop.get(shop.client, foreign));
      for (Pod pod : shop.pods) {
        pod.answers(request -> redirect("http://elsewhere.example/"));
      }
      assertEquals("proxy", shop.get("/"));
      assertEquals("proxy", shop.get("/"));
      assertEquals(6, proxy.requestCount(), "asked and answered, three times");
      for (Pod pod : shop.pods) {
        pod.requests()
            .forEach(request -> assertNull(request.getHeaders().get("Proxy-Authorization")));
      }
    }
  }

  @Test
  void theUsersDnsResolvesForeignHostsAndIsNotAskedAboutTheService() throws IOException {
    Queue<String> asked = new ConcurrentLinkedQueue<>();
    try (Pod elsewhere = Pod.start(Wire.HTTP_1, "elsewhere");
        Shop shop =
            new Shop(
                Wire.HTTP_1,
                1,
                client ->
                    client.dns(
                        host -> {
                          asked.add(host);
                          if (!host.equals("elsewhere.example")) {
                            throw new UnknownHostException(host);
                          }
                          return List.of(InetAddress.getLoopbackAddress());
                        }),
                b -> {})) {
      String foreign = "http://elsewhere.example:" + elsewhere.port() + "/";
      assertEquals("pod-0", shop.get("/"));
      assertEquals(List.of(), List.copyOf(asked));

      Shop.get(shop.client, new Request.Builder().url(foreign).build());
      assertEquals(List.of("elsewhere.example"), List.copyOf(asked));

      shop.pods[0].answers(request -> redirect("http://unknown.example/"));
      assertThrows(UnknownHostException.class, () -> shop.get("/"));
      assertEquals(0, shop.inFlight());
      assertEquals(0, shop.failed());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theUsersListenerHearsWhatItHeardBefore(Wire wire) throws IOException {
    EventLog plainLog = new EventLog();
    EventLog log = new EventLog();
    try (Pod pod = Pod.start(wire, "pod");
        Shop shop = new Shop(wire, 1, client -> client.eventListener(log), b -> {})) {
      OkHttpClient plain = wire.client().eventListener(plainLog).build();
      Request plainRequest =
          new Request.Builder()
              .url(wire.baseUrl().replace(Wire.HOST, "localhost:" + pod.port()) + "/")
              .build();
      RequestBody order = RequestBody.create("order", MediaType.get("text/plain"));

      Shop.get(plain, plainRequest);
      shop.get("/");
      List<String> newConnection = log.take();
      assertEquals(plainLog.take(), newConnection);
      assertTrue(newConnection.containsAll(List.of("dnsStart", "connectEnd", "responseBodyEnd")));

      Shop.get(plain, plainRequest);
      shop.get("/");
      assertEquals(plainLog.take(), log.take());

      Shop.get(plain, plainRequest.newBuilder().post(order).build());
      Shop.get(shop.client, post(shop, "order"));
      List<String> postEvents = log.take();
      assertEquals(plainLog.take(), postEvents);
      assertTrue(postEvents.contains("requestBodyEnd"), postEvents.toString());
    }
  }

  @Test
  void theUsersListenerHearsARetryAsFurtherEventsOfOneCall() throws IOException {
    EventLog log = new EventLog();
    try (Shop shop = new Shop(Wire.HTTP_1, 2, client -> client.eventListener(log), b -> {})) {
      shop.pods[0].answers(
          request ->
              new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
      List<String> events;
      do {
        shop.get("/");
        events = log.take();
      } while (shop.failed() == 0);
      assertEquals(1, events.stream().filter("callStart"::equals).count(), events.toString());
      assertEquals(1, events.stream().filter("callEnd"::equals).count(), events.toString());
      assertEquals(0, events.stream().filter("callFailed"::equals).count(), events.toString());
      assertEquals(2, events.stream().filter("requestHeadersStart"::equals).count());
      assertEquals(
          events.stream().filter("connectionAcquired"::equals).count(),
          events.stream().filter("connectionReleased"::equals).count());
    }
  }

  @ParameterizedTest
  @EnumSource
  void interceptorsSeeTheServiceWhereverTheyStand(Wire wire) throws IOException {
    Queue<String> seen = new ConcurrentLinkedQueue<>();
    try (Shop shop =
        new Shop(
            wire,
            1,
            client ->
                client
                    .addInterceptor(sees(seen, "before"))
                    .addNetworkInterceptor(sees(seen, "network")),
            b -> {})) {
      OkHttpClient changed =
          shop.client
              .newBuilder()
              .addInterceptor(sees(seen, "after"))
              .addNetworkInterceptor(sees(seen, "network after"))
              .build();
      Shop.get(changed, shop.request("/"));
      assertEquals(
          List.of("before", "after", "network", "network after"),
          seen.stream().map(line -> line.substring(0, line.indexOf(':'))).toList());
      seen.forEach(line -> assertTrue(line.endsWith(": " + wire.baseUrl() + "/"), line));
      assertEquals(
          List.of("before", "after", "network", "network after"),
          shop.pods[0].requests().findFirst().orElseThrow().getHeaders().values("X-Seen"));
    }
  }

  @Test
  void anInterceptorBeforeOursMayRewriteTheRequestIntoTheService() throws IOException {
    try (Shop shop =
        new Shop(
            Wire.HTTP_1,
            2,
            client ->
                client.addInterceptor(
                    chain ->
                        chain.proceed(
                            chain
                                .request()
                                .newBuilder()
                                .url(chain.request().url().newBuilder().host(Wire.HOST).build())
                                .build())),
            b -> {})) {
      Request alias = new Request.Builder().url("http://orders.alias/").build();
      Shop.get(shop.client, alias);
      Shop.get(shop.client, alias);
      assertEquals(List.of(1, 1), shop.requestCounts());
    }
  }

  @Test
  void anInterceptorBeforeOursMayAnswerItselfAndNoPodIsAsked() throws IOException {
    try (Shop shop =
        new Shop(
            Wire.HTTP_1,
            1,
            client ->
                client.addInterceptor(
                    chain ->
                        new Response.Builder()
                            .request(chain.request())
                            .protocol(okhttp3.Protocol.HTTP_1_1)
                            .code(200)
                            .message("OK")
                            .build()),
            b -> {})) {
      assertEquals("", shop.get("/"));
      assertEquals(0, shop.succeeded() + shop.canceled() + shop.failed() + shop.inFlight());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNetworkInterceptorSeesThePodsConnection(Wire wire) throws IOException {
    Queue<Integer> ports = new ConcurrentLinkedQueue<>();
    try (Shop shop =
        new Shop(
            wire,
            2,
            client ->
                client.addNetworkInterceptor(
                    chain -> {
                      Socket socket = requireNonNull(chain.connection()).socket();
                      // Its getPort() has more than the port over TLS: see TlsTest.
                      ports.add(((InetSocketAddress) socket.getRemoteSocketAddress()).getPort());
                      return chain.proceed(chain.request());
                    }),
            b -> {})) {
      shop.get("/");
      shop.get("/");
      assertEquals(
          Stream.of(shop.pods).map(Pod::port).sorted().toList(), ports.stream().sorted().toList());
    }
  }

  @Test
  void settingsOfNewBuilderHoldForTheBalancedClient() throws IOException {
    EventLog log = new EventLog();
    try (Shop shop = new Shop(Wire.HTTP_1, 1)) {
      shop.pods[0].answers(request -> redirect("/elsewhere"));
      OkHttpClient changed =
          shop.client.newBuilder().followRedirects(false).eventListener(log).build();
      try (Response response = changed.newCall(shop.request("/")).execute()) {
        assertEquals(302, response.code());
      }
      assertTrue(log.take().contains("callStart"));
      assertEquals(shop.client.dispatcher(), changed.dispatcher());
    }
  }

  @Test
  void aPostInvalidatesWhatTheCacheHoldsOfTheService(@TempDir Path directory) throws IOException {
    try (Cache cache = new Cache(directory.toFile(), 1_000_000);
        Shop shop = new Shop(Wire.HTTP_1, 2, client -> client.cache(cache), b -> {})) {
      for (Pod pod : shop.pods) {
        pod.answers(request -> pod.ok().setHeader("Cache-Control", "max-age=600").build());
      }
      String first = shop.get("/");
      assertEquals(first, shop.get("/"), "from the cache, whichever pod was next");
      assertEquals(1, cache.hitCount());
      Shop.get(shop.client, post(shop, "order"));
      shop.get("/");
      assertEquals(1, cache.hitCount());
      assertEquals(3, shop.requestCounts().stream().mapToInt(Integer::intValue).sum());
      assertEquals(0, shop.inFlight());
    }
  }

  @Test
  void oneClientsCacheServesAConditionalRequestOnAnotherPod(@TempDir Path directory)
      throws IOException {
    try (Cache cache = new Cache(directory.toFile(), 1_000_000);
        Shop shop = new Shop(Wire.HTTP_1, 2, client -> client.cache(cache), b -> {})) {
      for (Pod pod : shop.pods) {
        pod.answers(
            request ->
                request.getHeaders().get("If-None-Match") == null
                    ? pod.ok().setHeader("ETag", "v1").build()
                    : new MockResponse.Builder().code(304).build());
      }
      String first = shop.get("/");
      assertEquals(first, shop.get("/"));
      assertEquals(List.of(1, 1), shop.requestCounts());
      assertEquals(2, shop.succeeded());
    }
  }

  @Test
  void aRequestForTheCacheOnlyAsksNoPod(@TempDir Path directory) throws IOException {
    try (Cache cache = new Cache(directory.toFile(), 1_000_000);
        Shop shop = new Shop(Wire.HTTP_1, 1, client -> client.cache(cache), b -> {})) {
      Request cached =
          shop.request("/").newBuilder().cacheControl(CacheControl.FORCE_CACHE).build();
      try (Response response = shop.client.newCall(cached).execute()) {
        assertEquals(504, response.code());
        assertNull(response.networkResponse());
      }
      assertEquals(0, shop.pods[0].requestCount());
      assertEquals(0, shop.failed(), "the 504 is the cache's, not the pod's");
      assertEquals(0, shop.inFlight());
    }
  }

  @Test
  void tagsOfTheCallAndTheRequestStay() throws IOException {
    List<Object> tags = new ArrayList<>();
    try (Shop shop = new Shop(Wire.HTTP_1, 1)) {
      OkHttpClient client =
          shop.client
              .newBuilder()
              .addInterceptor(
                  chain -> {
                    tags.add(requireNonNull(chain.request().tag(String.class)));
                    tags.add(requireNonNull(chain.call().request().tag(String.class)));
                    return chain.proceed(chain.request());
                  })
              .build();
      Shop.get(client, shop.request("/").newBuilder().tag(String.class, "mine").build());
      assertEquals(List.of("mine", "mine"), tags);
    }
  }

  @Test
  void aListenerFactoryMakesOneListenerForACallHoweverManyAttempts() throws IOException {
    Queue<EventListener> made = new ConcurrentLinkedQueue<>();
    try (Shop shop =
        new Shop(
            Wire.HTTP_1,
            2,
            client ->
                client.eventListenerFactory(
                    call -> {
                      EventListener listener = new EventLog();
                      made.add(listener);
                      return listener;
                    }),
            b -> {})) {
      shop.pods[0].answers(
          request ->
              new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
      int calls = 0;
      do {
        shop.get("/");
        calls++;
      } while (shop.failed() == 0);
      assertEquals(calls, made.size());
    }
  }

  @Test
  void timeoutsSetForOneCallByAnInterceptorBeforeOursHold() {
    try (Shop shop =
        new Shop(
            Wire.HTTP_1,
            1,
            client ->
                client.addInterceptor(
                    chain ->
                        chain.withReadTimeout(50, TimeUnit.MILLISECONDS).proceed(chain.request())),
            b -> {},
            service -> service.retries(Retries.none()))) {
      shop.pods[0].answers(request -> shop.pods[0].stall());
      assertThrows(java.net.SocketTimeoutException.class, () -> shop.get("/"));
      assertEquals(0, shop.inFlight());
    }
  }

  /** Notes the URL it sees, and adds its name to the request. */
  private static Interceptor sees(Queue<String> seen, String name) {
    return chain -> {
      seen.add(name + ": " + chain.request().url());
      return chain.proceed(chain.request().newBuilder().addHeader("X-Seen", name).build());
    };
  }

  private static Proxy at(Pod proxy) {
    return new Proxy(
        Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port()));
  }

  private static Request post(Shop shop, String body) {
    return shop.request("/")
        .newBuilder()
        .post(RequestBody.create(body, MediaType.get("text/plain")))
        .build();
  }

  private static String bodyOf(RecordedRequest request) {
    return request.getBody() == null ? "" : request.getBody().utf8();
  }

  private static MockResponse redirect(String location) {
    return new MockResponse.Builder().code(302).setHeader("Location", location).build();
  }
}
