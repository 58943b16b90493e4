/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Algorithms;
import io.github.evenkeel.EndpointStatistics;
import io.github.evenkeel.discovery.StaticEndpoints;
import io.github.evenkeel.okhttp.internal.call.BalancingInterceptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import okhttp3.Cache;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is set up in a way that defeats the balancing fails, and says what to do. */
@Timeout(30)
class MisuseTest {
  private static final String URL_CHANGED =
      ", past the load balancer: an interceptor that was added after the client was wrapped has changed"
          + " its URL, or a network interceptor its answer into a redirect. Nothing was sent there."
          + " Add such interceptors before the client is wrapped";

  @ParameterizedTest
  @EnumSource
  void aClientWithoutTheBalancingInterceptorSendsNothingToTheService(Wire wire) throws IOException {
    String scheme = wire.isTls() ? "https" : "http";
    try (Pod vip = Pod.start(wire, "vip")) {
      String service = scheme + "://localhost:" + vip.port();
      try (OkHttpLoadBalancing balancing =
          OkHttpLoadBalancing.builder()
              .service(service, options -> options.endpoints(new ScriptedEndpoints()))
              .build()) {
        assertMisuse(
            "This request to "
                + service
                + " has met no interceptor that balances it: the one that wrap added is gone from"
                + " this client. Nothing was sent. Keep the interceptors that wrap added",
            changed(balancing.wrap(wire.client().build()), client -> client.interceptors().clear()),
            get(service));
      }
      assertEquals(0, vip.requestCount());
    }
  }

  @Test
  void aHedgingClientWithoutTheBalancingInterceptorIsToldTheSame() throws IOException {
    try (Pod vip = Pod.start(Wire.HTTP_1, "vip")) {
      String service = "http://localhost:" + vip.port();
      try (OkHttpLoadBalancing balancing =
          OkHttpLoadBalancing.builder()
              .service(
                  service,
                  options ->
                      options
                          .endpoints(new ScriptedEndpoints())
                          .hedging(Hedging.after(Duration.ofSeconds(1))))
              .build()) {
        OkHttpClient plain =
            new OkHttpClient.Builder()
                .addInterceptor(chain -> chain.proceed(chain.request()))
                .build();
        MisuseException refused =
            assertThrows(
                MisuseException.class,
                () ->
                    Shop.get(
                        changed(
                            balancing.wrap(plain),
                            client ->
                                client
                                    .interceptors()
                                    .removeIf(BalancingInterceptor.class::isInstance)),
                        get(service)));
        assertTrue(
            String.valueOf(refused.getMessage()).contains("met no interceptor that balances it"),
            refused::getMessage);
      }
      assertEquals(0, vip.requestCount());
    }
  }

  @Test
  void aClientThatFallsThroughIsNotTakenForOneThatLostItsInterceptor() throws IOException {
    try (Pod vip = Pod.start(Wire.HTTP_1, "vip");
        OkHttpLoadBalancing balancing =
            OkHttpLoadBalancing.builder()
                .service(
                    "http://localhost:" + vip.port(),
                    service ->
                        service
                            .endpoints(new ScriptedEndpoints())
                            .whenNoEndpoints(NoEndpointsPolicy.USE_SERVICE_URL))
                .build()) {
      OkHttpClient client = balancing.wrap(new OkHttpClient());
      Request request = new Request.Builder().url("http://localhost:" + vip.port()).build();
      assertEquals("vip", Shop.get(client, request));
    }
  }

  @Test
  void aClientWithoutTheNetworkInterceptorFails() {
    try (Shop shop = new Shop(Wire.HTTP_1, 1)) {
      assertMisuse(
          "The network interceptor that wrap added is gone from this client, so that redirects or"
              + " connections could get past the load balancer. The request was sent. Keep the"
              + " interceptors that wrap added",
          changed(shop.client, c -> c.networkInterceptors().clear()),
          shop.request("/"));
      assertEquals(0, shop.inFlight());
      assertEquals(0, shop.failed());
    }
  }

  @Test
  void aNetworkInterceptorAheadOfOursMayHaveBeenLast() throws IOException {
    try (Shops shops = new Shops()) {
      OkHttpClient changed =
          changed(
              shops.client,
              client -> {
                client.addNetworkInterceptor(chain -> chain.proceed(chain.request()));
                Collections.reverse(client.networkInterceptors());
              });
      assertEquals("orders", Shop.get(changed, get("http://orders.shop/")));
    }
  }

  @Test
  void aClientWithSomeOfItsInterceptorsLeftIsNotWrappedAgain() {
    try (Shop shop = new Shop(Wire.HTTP_1, 1)) {
      OkHttpClient stripped = changed(shop.client, client -> client.interceptors().clear());
      assertThrows(IllegalArgumentException.class, () -> shop.balancing.wrap(stripped));
    }
  }

  @Test
  void aNetworkInterceptorAheadOfOursDoesNoHarm() throws IOException {
    try (Shop shop = new Shop(Wire.HTTP_1, 1)) {
      OkHttpClient changed =
          changed(
              shop.client,
              client ->
                  client
                      .networkInterceptors()
                      .add(0, chain -> chain.proceed(chain.request().newBuilder().build())));
      assertEquals("pod-0", Shop.get(changed, shop.request("/")));
    }
  }

  @Test
  void aNetworkInterceptorAheadOfOursMakesUpNoRedirectIntoAnotherService() throws IOException {
    try (Shops shops = new Shops()) {
      OkHttpClient changed =
          changed(
              shops.client,
              client ->
                  client
                      .networkInterceptors()
                      .add(
                          0,
                          chain ->
                              chain
                                  .proceed(chain.request())
                                  .newBuilder()
                                  .code(302)
                                  .header("Location", shops.virtualIp())
                                  .build()));
      assertMisuse(
          "This request set out for http://orders.shop, and now it would go to "
              + shops.virtualIp()
              + URL_CHANGED,
          changed,
          get("http://orders.shop/"));
      assertEquals(0, shops.stock.requestCount());
      assertEquals(0, shops.inFlight());
    }
  }

  @Test
  void anInterceptorAfterOursDoesNotRewriteARequestIntoAnotherService() throws IOException {
    try (Shops shops = new Shops()) {
      OkHttpClient rewriting = rewriting(shops.client, shops.virtualIp());
      assertMisuse(
          "This request set out for http://orders.shop, and now it would go to "
              + shops.virtualIp()
              + URL_CHANGED,
          rewriting,
          get("http://orders.shop/"));
      assertEquals(0, shops.stock.requestCount());
      assertEquals(0, shops.inFlight());
    }
  }

  @Test
  void anInterceptorAfterOursDoesNotRewriteAForeignRequestIntoAService() throws IOException {
    try (Shops shops = new Shops()) {
      OkHttpClient rewriting = rewriting(shops.client, shops.virtualIp());
      assertMisuse(
          "This request set out for http://localhost:1, and now it would go to "
              + shops.virtualIp()
              + URL_CHANGED,
          rewriting,
          get("http://localhost:1/"));
      assertEquals(0, shops.stock.requestCount());
    }
  }

  @Test
  void anInterceptorAfterOursDoesNotSendABalancedRequestElsewhere() throws IOException {
    try (Shops shops = new Shops();
        Pod foreign = Pod.start(Wire.HTTP_1, "foreign")) {
      String elsewhere = "http://localhost:" + foreign.port();
      assertMisuse(
          "This request set out for http://orders.shop, and now it would go to "
              + elsewhere
              + URL_CHANGED,
          rewriting(shops.client, elsewhere),
          get("http://orders.shop/"));
      assertEquals(0, foreign.requestCount());
    }
  }

  @Test
  void anInterceptorAfterOursMayRewriteThePath() throws IOException {
    try (Shops shops = new Shops()) {
      OkHttpClient rewriting = rewriting(shops.client, "http://orders.shop/v2");
      assertEquals("orders", Shop.get(rewriting, get("http://orders.shop/")));
      assertEquals("/v2", shops.orders.requests().findFirst().orElseThrow().getUrl().encodedPath());
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterceptorAfterOursDoesNotReplaceTheEndpointsDns(Wire wire) throws IOException {
    try (Pod pod = Pod.start(wire, "pod")) {
      assertReplaced("Dns", wire, pod, chain -> chain.withDns(host -> loopback()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterceptorAfterOursDoesNotReplaceTheEndpointsSocketFactory(Wire wire) throws IOException {
    try (Pod pod = Pod.start(wire, "pod")) {
      CountingSockets sockets = new CountingSockets(() -> socketTo(pod)); // To the right pod even.
      assertReplaced("SocketFactory", wire, pod, chain -> chain.withSocketFactory(sockets));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterceptorAfterOursDoesNotSetAProxy(Wire wire) throws IOException {
    try (Pod pod = Pod.start(wire, "pod")) {
      // Up to the client's selector, which happens to know none.
      assertReplaced("proxy", wire, pod, chain -> chain.withProxy(null));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterceptorAfterOursDoesNotReplaceTheEndpointsConnectionPool(Wire wire)
      throws IOException {
    try (Pod pod = Pod.start(wire, "pod")) {
      // Its connections would outlive the endpoint.
      ConnectionPool pool = new ConnectionPool();
      assertReplaced("ConnectionPool", wire, pod, chain -> chain.withConnectionPool(pool));
    }
  }

  /** The service has the pod's port, so that it can be reached past the load balancer. */
  private static void assertReplaced(
      String setting, Wire wire, Pod pod, UnaryOperator<Interceptor.Chain> replacing) {
    String service = wire.baseUrl() + ":" + pod.port();
    try (OkHttpLoadBalancing balancing =
        OkHttpLoadBalancing.builder()
            .service(
                service, options -> options.endpoints(StaticEndpoints.of(List.of(pod.endpoint()))))
            .build()) {
      OkHttpClient changed =
          changed(
              balancing.wrap(wire.client().build()),
              client ->
                  client.addInterceptor(chain -> replacing.apply(chain).proceed(chain.request())));
      assertMisuse(
          "An interceptor that was added after the client was wrapped has replaced the "
              + setting
              + " that leads this request to "
              + service
              + " at "
              + pod.endpoint()
              + ". Nothing was sent. Set it on the client, or add the interceptor before the client"
              + " is wrapped",
          changed,
          get(service));
      assertEquals(0, pod.requestCount());
      EndpointStatistics statistics = balancing.statistics(service).get(0);
      assertEquals(0, statistics.inFlight());
      assertEquals(1, statistics.canceled());
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterceptorThatProceedsAgainWithAnAnswerOpenLeavesNoLease(Wire wire) {
    try (Shop shop = new Shop(wire, 2, client -> client.addInterceptor(TWICE), b -> {})) {
      for (Pod pod : shop.pods) {
        pod.answers(request -> pod.ok().body("x".repeat(100_000)).build());
      }
      assertStillOpen(shop.client, shop);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterceptorAfterOursThatProceedsAgainWithAnAnswerOpenLeavesNoLease(Wire wire) {
    try (Shop shop = new Shop(wire, 2)) {
      for (Pod pod : shop.pods) {
        pod.answers(request -> pod.ok().body("x".repeat(100_000)).build());
      }
      assertStillOpen(changed(shop.client, client -> client.addInterceptor(TWICE)), shop);
    }
  }

  private static final Interceptor TWICE =
      chain -> {
        chain.proceed(chain.request());
        return chain.proceed(chain.request());
      };

  private static void assertStillOpen(OkHttpClient client, Shop shop) {
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> Shop.get(client, shop.request("/")));
    assertEquals(
        "cannot make a new request because the previous response is still open: please call"
            + " response.close()",
        refused.getMessage());
    assertEquals(0, shop.inFlight());
    assertEquals(0, shop.failed());
    shop.balancing.close(Duration.ofDays(1)); // Nothing is left to wait for.
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBodyThatCanBeSentOnceIsNotDeclaredIdempotent(boolean isDuplex) {
    try (Shop shop = new Shop(Wire.HTTP_2_TLS, 1)) {
      assertMisuse(
          "This POST to https://orders.shop has the tag Idempotency.IDEMPOTENT, so that it may be"
              + " sent again, but a one-shot or duplex body, which can be sent once. Nothing was"
              + " sent. Make the body repeatable, leave the tag out, or turn retries off",
          shop.client,
          declaredIdempotent(shop, isDuplex));
      assertEquals(0, shop.pods[0].requestCount());
      assertEquals(0, shop.statistics().get(0).canceled());
    }
  }

  @Test
  void withoutRetriesItDoesNotMatterWhatIsDeclared() throws IOException {
    try (Shop shop =
        new Shop(Wire.HTTP_1, 1, c -> {}, b -> {}, service -> service.retries(Retries.none()))) {
      assertEquals("pod-0", Shop.get(shop.client, declaredIdempotent(shop, /* isDuplex= */ false)));
    }
  }

  @Test
  void anEnqueuedCallIsToldAndItsThreadLivesOn() throws Exception {
    try (Shops shops = new Shops()) {
      CompletableFuture<IOException> failure = new CompletableFuture<>();
      rewriting(shops.client, shops.virtualIp())
          .newCall(get("http://orders.shop/"))
          .enqueue(
              new Callback() {
                @Override
                public void onFailure(Call call, IOException e) {
                  failure.complete(e);
                }

                @Override
                public void onResponse(Call call, Response response) {
                  response.close();
                  failure.cancel(false);
                }
              });
      assertInstanceOf(MisuseException.class, failure.get(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void aCacheWithoutASizeIsRefusedByOkHttp(@TempDir Path directory) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new Shop(
                    Wire.HTTP_1,
                    1,
                    client -> client.cache(new Cache(directory.toFile(), 0)),
                    b -> {}));
    assertEquals("maxSize <= 0", refused.getMessage());
  }

  @Test
  void anInterceptorAfterOursThatMindsForeignHostsDoesNotHinderARetry() throws IOException {
    for (Interceptor egressRule :
        List.<Interceptor>of(
            chain -> {
              if (!chain.request().url().host().equals(Wire.HOST)) {
                throw new IOException("egress is forbidden");
              }
              return chain.proceed(chain.request());
            },
            chain ->
                chain.request().url().host().equals(Wire.HOST)
                    ? chain.proceed(chain.request())
                    : teapot(chain.request()))) {
      try (Shop shop = shopWithABusyPod()) {
        OkHttpClient client = changed(shop.client, c -> c.addInterceptor(egressRule));
        for (int i = 0; i < 4; i++) {
          assertEquals("pod-1", Shop.get(client, shop.request("/")));
        }
      }
    }
  }

  @Test
  void anInterceptorAfterOursThatHindersARetryIsNamed() throws IOException {
    try (Shop shop = shopWithABusyPod()) {
      OkHttpClient client = changed(shop.client, c -> c.addInterceptor(new MindsThePort()));
      MisuseException e = null;
      for (int i = 0; i < 2 && e == null; i++) {
        try {
          assertEquals("pod-1", Shop.get(client, shop.request("/")));
        } catch (MisuseException hindered) {
          e = hindered;
        }
      }
      assertNotNull(e);
      String message = String.valueOf(e.getMessage());
      assertTrue(message.contains("refused or changed http://orders.shop:1/..."), message);
      assertTrue(message.contains(MindsThePort.class.getName()), message);
      String first = String.valueOf(e.getSuppressed()[0].getMessage());
      assertTrue(first.contains(" responded with status 503 after "), first);
      assertEquals(0, shop.inFlight());
    }
  }

  @Test
  void anInterceptorAfterOursThatRespondsInPlaceOfARetryIsToldOf() throws IOException {
    try (Shop shop = shopWithABusyPod()) {
      shop.discovery.publish(shop.pods[0]);
      OkHttpClient client =
          changed(
              shop.client,
              c ->
                  c.addInterceptor(
                      chain ->
                          chain.request().url().port() == 80
                              ? chain.proceed(chain.request())
                              : teapot(chain.request())));
      MisuseException e =
          assertThrows(MisuseException.class, () -> Shop.get(client, shop.request("/")));
      String message = String.valueOf(e.getMessage());
      assertTrue(message.contains(" has responded to http://orders.shop:1/..."), message);
      assertEquals(0, shop.inFlight());
    }
  }

  private static final class MindsThePort implements Interceptor {
    @Override
    public Response intercept(Chain chain) throws IOException {
      if (chain.request().url().port() != 80) {
        throw new IOException("only port 80 is open");
      }
      return chain.proceed(chain.request());
    }
  }

  private static Response teapot(Request request) {
    return new Response.Builder()
        .request(request)
        .protocol(Protocol.HTTP_1_1)
        .code(418)
        .message("I'm a teapot")
        .build();
  }

  private static Shop shopWithABusyPod() {
    Shop shop =
        new Shop(
            Wire.HTTP_1,
            2,
            client -> {},
            balancing -> {},
            service -> service.retries(Retries.builder().retryableStatusCodes(503).build()));
    shop.pods[0].answers(request -> shop.pods[0].ok().code(503).build());
    return shop;
  }

  @Test
  void aCallThatFellThroughMayProceedAgainWhenThereAreEndpoints() throws IOException {
    ScriptedEndpoints discovery = new ScriptedEndpoints();
    try (Pod vip = Pod.start(Wire.HTTP_1, "vip");
        Pod pod = Pod.start(Wire.HTTP_1, "pod")) {
      String service = "http://localhost:" + vip.port();
      vip.answers(request -> vip.ok().code(503).build());
      Interceptor again =
          chain -> {
            chain.proceed(chain.request()).close();
            discovery.publish(pod);
            chain.proceed(chain.request()).close();
            discovery.publish();
            vip.answers(request -> vip.ok().build());
            return chain.proceed(chain.request());
          };
      try (OkHttpLoadBalancing balancing =
          OkHttpLoadBalancing.builder()
              .service(
                  service,
                  s -> s.endpoints(discovery).whenNoEndpoints(NoEndpointsPolicy.USE_SERVICE_URL))
              .build()) {
        OkHttpClient client =
            balancing.wrap(new OkHttpClient.Builder().addInterceptor(again).build());
        assertEquals("vip", Shop.get(client, get(service)));
        assertEquals(2, vip.requestCount());
        assertEquals(1, pod.requestCount());
        assertEquals(0, balancing.statistics(service).stream().mapToInt(e -> e.inFlight()).sum());
      }
    }
  }

  private static void assertMisuse(String message, OkHttpClient client, Request request) {
    MisuseException refused = assertThrows(MisuseException.class, () -> Shop.get(client, request));
    assertEquals(message, refused.getMessage());
    assertEquals(0, refused.getSuppressed().length); // It was not tried again.
  }

  private static OkHttpClient changed(OkHttpClient client, Consumer<OkHttpClient.Builder> change) {
    OkHttpClient.Builder changed = client.newBuilder();
    change.accept(changed);
    return changed.build();
  }

  private static OkHttpClient rewriting(OkHttpClient client, String url) {
    return changed(
        client,
        c ->
            c.addInterceptor(
                chain -> chain.proceed(chain.request().newBuilder().url(url).build())));
  }

  private static List<InetAddress> loopback() {
    return List.of(InetAddress.getLoopbackAddress());
  }

  /** A socket that goes to {@code pod} wherever it is told to go. */
  private static Socket socketTo(Pod pod) {
    return new Socket() {
      @Override
      public void connect(SocketAddress address, int timeout) throws IOException {
        super.connect(pod.endpoint().address(), timeout);
      }
    };
  }

  private static Request get(String url) {
    return new Request.Builder().url(url).build();
  }

  private static Request declaredIdempotent(Shop shop, boolean isDuplex) {
    RequestBody body =
        new RequestBody() {
          @Override
          public MediaType contentType() {
            return MediaType.get("text/plain");
          }

          @Override
          public boolean isOneShot() {
            return !isDuplex;
          }

          @Override
          public boolean isDuplex() {
            return isDuplex;
          }

          @Override
          public void writeTo(BufferedSink sink) throws IOException {
            sink.writeUtf8("order");
          }
        };
    return shop.request("/")
        .newBuilder()
        .post(body)
        .tag(Idempotency.class, Idempotency.IDEMPOTENT)
        .build();
  }

  /** Two services, the second of which can also be reached past the load balancer. */
  private static final class Shops implements AutoCloseable {
    final Pod orders = Pod.start(Wire.HTTP_1, "orders");
    final Pod stock = Pod.start(Wire.HTTP_1, "stock");
    final OkHttpLoadBalancing balancing;
    final OkHttpClient client;

    Shops() throws IOException {
      balancing =
          OkHttpLoadBalancing.builder()
              .service("http://orders.shop", service(orders))
              .service(virtualIp(), service(stock))
              .build();
      client = balancing.wrap(Wire.HTTP_1.client().build());
    }

    private static Consumer<ServiceBuilder> service(Pod pod) {
      return service ->
          service
              .endpoints(StaticEndpoints.of(List.of(pod.endpoint())))
              .algorithm(Algorithms.leastRequest());
    }

    String virtualIp() {
      return "http://127.0.0.1:" + stock.port();
    }

    int inFlight() {
      return balancing.statistics("http://orders.shop").get(0).inFlight();
    }

    @Override
    public void close() {
      balancing.close();
      orders.close();
      stock.close();
    }
  }
}
