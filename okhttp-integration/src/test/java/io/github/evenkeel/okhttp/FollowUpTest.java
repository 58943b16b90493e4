/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.discovery.StaticEndpoints;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Cache;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that OkHttp makes of an answer, on the endpoint that gave it. */
class FollowUpTest {
  private static final int REFUSED_STREAM = 7;

  @ParameterizedTest
  @EnumSource(names = {"HTTP_2_TLS", "HTTP_2_PRIOR_KNOWLEDGE"})
  void aPostThatWasAnsweredIsNotSentAgainBecauseItsFollowUpIsRefused(Wire wire) {
    AtomicInteger posts = new AtomicInteger();
    try (Shop shop = new Shop(wire, 2)) {
      for (Pod pod : shop.pods) {
        pod.answers(
            request -> {
              if (request.getMethod().equals("POST")) {
                posts.incrementAndGet();
              }
              pod.resetsStreams(REFUSED_STREAM);
              return redirect("/receipt", 303);
            });
      }
      assertThrows(IOException.class, () -> Shop.get(shop.client, post(shop)));
      assertEquals(1, posts.get());
      assertEquals(0, shop.inFlight());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 302 Found\r\nLocation: /there", "HTTP/1.1 401 Who are you"})
  void aGetWhoseFollowUpFindsItsPodGoneGoesElsewhere(String answer) throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Shop shop = new Shop(Wire.HTTP_1, 1)) {
      Endpoint leaving = Endpoint.of("127.0.0.1:" + listener.getLocalPort());
      Thread pod = new Thread(() -> answersOnceAndGoes(listener, answer));
      pod.start();
      shop.discovery.publish(List.of(leaving));
      OkHttpClient client =
          shop.client
              .newBuilder()
              .authenticator(
                  (route, response) ->
                      response.request().newBuilder().header("Authorization", "me").build())
              .addInterceptor(
                  chain -> {
                    // After it was picked, which is when the other one may come.
                    shop.discovery.publish(List.of(leaving, shop.pods[0].endpoint()));
                    return chain.proceed(chain.request());
                  })
              .build();
      assertEquals("pod-0", Shop.get(client, shop.request("/")));
      assertEquals(1, shop.failed());
      pod.join();
    }
  }

  private static void answersOnceAndGoes(ServerSocket listener, String answer) {
    try (Socket socket = listener.accept()) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      for (String line = in.readLine(); line != null && !line.isEmpty(); ) {
        line = in.readLine();
      }
      listener.close();
      String rest = "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write((answer + rest).getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aFollowUpThatIsLostLetsAnIdempotentRequestBeginAnewElsewhere() throws IOException {
    AtomicInteger requests = new AtomicInteger();
    try (Shop shop = new Shop(Wire.HTTP_2_PRIOR_KNOWLEDGE, 2)) {
      for (Pod pod : shop.pods) {
        pod.answers(
            request -> {
              if (requests.incrementAndGet() > 1) {
                return pod.ok().build();
              }
              pod.resetsStreams(REFUSED_STREAM);
              return redirect("/there", 302);
            });
      }
      shop.get("/");
      assertEquals(1, shop.failed());
      assertEquals(1, shop.succeeded());
    }
  }

  @Test
  void aRedirectOutOfTheServiceThatTheCacheHasFromBeforeTheWrapIsFollowed(@TempDir Path directory)
      throws IOException {
    try (Cache cache = new Cache(directory.toFile(), 1_000_000);
        Pod pod = Pod.start(Wire.HTTP_1, "pod");
        Pod elsewhere = Pod.start(Wire.HTTP_1, "elsewhere")) {
      String service = "http://localhost:" + pod.port();
      pod.answers(
          request ->
              redirect("http://localhost:" + elsewhere.port() + "/there", 301)
                  .newBuilder()
                  .setHeader("Cache-Control", "max-age=600")
                  .build());
      OkHttpClient plain = new OkHttpClient.Builder().cache(cache).build();
      Request request = new Request.Builder().url(service + "/").build();
      assertEquals("elsewhere", Shop.get(plain, request));
      try (OkHttpLoadBalancing balancing =
          OkHttpLoadBalancing.builder()
              .service(
                  service,
                  options ->
                      options
                          .endpoints(StaticEndpoints.of(List.of(pod.endpoint())))
                          .retries(Retries.none()))
              .build()) {
        assertEquals("elsewhere", Shop.get(balancing.wrap(plain), request));
        assertEquals("elsewhere", Shop.get(balancing.wrap(plain), request));
        assertEquals(0, balancing.statistics(service).get(0).inFlight());
        assertEquals(0, balancing.statistics(service).get(0).failed());
      }
    }
  }

  @Test
  void aRedirectInTheCacheDoesNotMultiplyTheRequestsOfAPodThatCloses(@TempDir Path directory)
      throws IOException {
    try (Cache cache = new Cache(directory.toFile(), 1_000_000);
        Pod pod = Pod.start(Wire.HTTP_1, "pod")) {
      String service = "http://localhost:" + pod.port();
      pod.answers(
          request ->
              redirect("http://nowhere.shop/there", 301)
                  .newBuilder()
                  .setHeader("Cache-Control", "max-age=600")
                  .build());
      OkHttpClient plain = Wire.HTTP_1.client().cache(cache).followRedirects(false).build();
      Request request = new Request.Builder().url(service + "/").build();
      Shop.get(plain, request);
      pod.answers(
          any ->
              new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
      try (OkHttpLoadBalancing balancing =
          OkHttpLoadBalancing.builder()
              .service(
                  service,
                  options ->
                      options
                          .endpoints(StaticEndpoints.of(List.of(pod.endpoint())))
                          .retries(Retries.none()))
              .build()) {
        OkHttpClient wrapped = balancing.wrap(plain.newBuilder().followRedirects(true).build());
        assertThrows(IOException.class, () -> Shop.get(wrapped, request));
      }
      assertEquals(2, pod.requestCount());
    }
  }

  @Test
  void aLoopOverTwoServicesEndsWhereOkHttpsWould() throws IOException {
    try (Pod orders = Pod.start(Wire.HTTP_1, "orders");
        Pod stock = Pod.start(Wire.HTTP_1, "stock")) {
      // One redirect within the service, then one to the other.
      orders.answers(request -> loop(request, "http://stock.shop/"));
      stock.answers(request -> loop(request, "http://orders.shop/"));
      try (OkHttpLoadBalancing balancing = twoServices(orders, stock)) {
        OkHttpClient client = balancing.wrap(Wire.HTTP_1.client().build());
        Request request = new Request.Builder().url("http://orders.shop/").build();
        ProtocolException e =
            assertThrows(ProtocolException.class, () -> Shop.get(client, request));
        assertEquals("Too many follow-up requests: 21", e.getMessage());
      }
      assertEquals(21, orders.requestCount() + stock.requestCount());
    }
  }

  private static MockResponse loop(RecordedRequest request, String other) {
    return request.getTarget().equals("/") ? redirect("/again", 302) : redirect(other, 302);
  }

  @Test
  void aChainOfRedirectsOverServicesIsHistoryAsAWhole() throws IOException {
    try (Pod orders = Pod.start(Wire.HTTP_1, "orders");
        Pod stock = Pod.start(Wire.HTTP_1, "stock")) {
      orders.answers(
          request ->
              request.getTarget().equals("/a")
                  ? redirect("/b", 302)
                  : redirect("http://stock.shop/c", 302));
      stock.answers(
          request -> request.getTarget().equals("/c") ? redirect("/d", 302) : stock.ok().build());
      try (OkHttpLoadBalancing balancing = twoServices(orders, stock)) {
        OkHttpClient client = balancing.wrap(Wire.HTTP_1.client().build());
        Request request = new Request.Builder().url("http://orders.shop/a").build();
        List<String> history = new ArrayList<>();
        try (Response response = client.newCall(request).execute()) {
          for (Response r = response; r != null; r = r.priorResponse()) {
            history.add(r.code() + " " + r.request().url());
          }
        }
        assertEquals(
            List.of(
                "200 http://stock.shop/d",
                "302 http://stock.shop/c",
                "302 http://orders.shop/b",
                "302 http://orders.shop/a"),
            history);
      }
    }
  }

  @Test
  void aRedirectIntoAServiceThatTheCacheHasFromBeforeTheWrapIsBalanced(@TempDir Path directory)
      throws IOException {
    try (Cache cache = new Cache(directory.toFile(), 1_000_000);
        Pod pod = Pod.start(Wire.HTTP_1, "pod");
        Pod vip = Pod.start(Wire.HTTP_1, "vip");
        Pod outside = Pod.start(Wire.HTTP_1, "outside")) {
      String service = "http://localhost:" + vip.port();
      outside.answers(
          request ->
              redirect(service + "/there", 301)
                  .newBuilder()
                  .setHeader("Cache-Control", "max-age=600")
                  .build());
      OkHttpClient plain = new OkHttpClient.Builder().cache(cache).build();
      Request request =
          new Request.Builder().url("http://localhost:" + outside.port() + "/").build();
      assertEquals("vip", Shop.get(plain, request));
      try (OkHttpLoadBalancing balancing =
          OkHttpLoadBalancing.builder()
              .service(
                  service,
                  options -> options.endpoints(StaticEndpoints.of(List.of(pod.endpoint()))))
              .build()) {
        assertEquals("pod", Shop.get(balancing.wrap(plain), request));
      }
      assertEquals(1, vip.requestCount());
    }
  }

  @Test
  void aRedirectWhoseLocationAnInterceptorTakesAwayKeepsItsStatus() throws IOException {
    redirectedToStock(
        chain -> chain.proceed(chain.request()).newBuilder().removeHeader("Location").build(),
        (response, stock) -> assertEquals(302, response.code()));
  }

  @Test
  void whatInterceptorsAddIsAddedOnceToARequestThatFollowsIntoAnotherService() throws IOException {
    redirectedToStock(
        chain -> chain.proceed(chain.request().newBuilder().addHeader("X-Trace", "7").build()),
        (response, stock) -> {
          assertEquals(200, response.code());
          Response prior = requireNonNull(response.priorResponse());
          assertEquals(302, requireNonNull(prior.networkResponse()).code());
          assertEquals(
              List.of("7"),
              stock.requests().findFirst().orElseThrow().getHeaders().values("X-Trace"));
        });
  }

  /** Sends a request through an interceptor added after the wrap, to a service that redirects. */
  private static void redirectedToStock(Interceptor inner, BiConsumer<Response, Pod> check)
      throws IOException {
    try (Pod orders = Pod.start(Wire.HTTP_1, "orders");
        Pod stock = Pod.start(Wire.HTTP_1, "stock")) {
      orders.answers(request -> redirect("http://stock.shop/", 302));
      try (OkHttpLoadBalancing balancing = twoServices(orders, stock)) {
        OkHttpClient client =
            balancing.wrap(Wire.HTTP_1.client().build()).newBuilder().addInterceptor(inner).build();
        Request request = new Request.Builder().url("http://orders.shop/").build();
        try (Response response = client.newCall(request).execute()) {
          check.accept(response, stock);
        }
      }
    }
  }

  private static OkHttpLoadBalancing twoServices(Pod orders, Pod stock) {
    return OkHttpLoadBalancing.builder()
        .service(
            "http://orders.shop",
            service -> service.endpoints(StaticEndpoints.of(List.of(orders.endpoint()))))
        .service(
            "http://stock.shop",
            service -> service.endpoints(StaticEndpoints.of(List.of(stock.endpoint()))))
        .build();
  }

  private static MockResponse redirect(String to, int status) {
    return new MockResponse.Builder().code(status).setHeader("Location", to).build();
  }

  private static Request post(Shop shop) {
    return shop.request("/pay")
        .newBuilder()
        .post(RequestBody.create("100", MediaType.get("text/plain")))
        .build();
  }
}
