/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Algorithms;
import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.NoEndpointAvailableException;
import io.github.evenkeel.SlowStart;
import io.github.evenkeel.discovery.EndpointListener;
import io.github.evenkeel.discovery.EndpointSource;
import io.github.evenkeel.discovery.StaticEndpoints;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the entry point does with what it is given, good or bad. */
class OkHttpLoadBalancingTest {
  private static final Request REQUEST = new Request.Builder().url("http://orders.shop/").build();

  private final ScriptedEndpoints discovery = new ScriptedEndpoints();

  @ParameterizedTest
  @CsvSource({
    "orders, Expected URL scheme 'http' or 'https' but no scheme was found for orders",
    "ftp://orders.shop, Expected URL scheme 'http' or 'https' but was 'ftp'",
    "http://orders.shop:99999, Invalid URL port: \"99999\"",
    "http://orders.shop:0, Invalid URL port: \"0\"",
    "http://or ders, Invalid URL host: \"or ders\""
  })
  void aServiceThatIsNoUrlIsRefusedAndSaysWhy(String url, String reason) {
    assertRefused(
        "service must be an http or https base URL such as http://orders.shop, but was \""
            + url
            + "\": "
            + reason,
        () -> OkHttpLoadBalancing.builder().service(url, service -> {}));
  }

  @Test
  void aWildcardIsRefused() {
    assertRefused(
        "service must be an http or https base URL such as http://orders.shop, of one host and no"
            + " wildcard, but was \"http://*.shop\"; add a service for each host, or name further"
            + " hosts of one with aliases(...)",
        () -> OkHttpLoadBalancing.builder().service("http://*.shop", service -> {}));
  }

  @Test
  void optionsThatCannotBeCombinedAreRefused() {
    assertRefused(
        "endpoints of service http://orders.shop must be set once, but are"
            + " StaticEndpoints[127.0.0.1:1] already and were to be StaticEndpoints[127.0.0.1:2]",
        () ->
            OkHttpLoadBalancing.builder()
                .service(
                    "http://orders.shop",
                    service ->
                        service
                            .endpoints(StaticEndpoints.of("127.0.0.1:1"))
                            .endpoints(StaticEndpoints.of("127.0.0.1:2"))));
    assertRefused(
        "affinityKey of service http://orders.shop must be the only option that sets keys, but"
            + " affinityHeader was set before; one affinityKey function may look at several headers",
        () ->
            OkHttpLoadBalancing.builder()
                .service(
                    "http://orders.shop",
                    service -> service.affinityHeader("X-Affinity").affinityKey(r -> "a")));
  }

  @Test
  void aSourceThatBreaksWhenItIsSubscribedToIsNamedAndTheOthersAreClosed() {
    EndpointSource broken =
        new EndpointSource() {
          @Override
          public void subscribe(EndpointListener listener) {
            throw new UnsupportedOperationException("no such zone");
          }

          @Override
          public String toString() {
            return "BrokenSource";
          }
        };
    OkHttpLoadBalancing.Builder builder =
        OkHttpLoadBalancing.builder()
            .service("http://orders.shop", s -> s.endpoints(discovery))
            .service("http://stock.shop", s -> s.endpoints(broken));
    IllegalStateException refused = assertThrows(IllegalStateException.class, builder::build);
    assertEquals(
        "service http://stock.shop could not subscribe to its source of endpoints, BrokenSource:"
            + " java.lang.UnsupportedOperationException: no such zone",
        refused.getMessage());
    assertInstanceOf(UnsupportedOperationException.class, refused.getCause());
    assertTrue(discovery.isClosed());
  }

  @Test
  @SuppressWarnings("NullAway") // That is what is tested.
  void aSourceThatHandsOverNullIsNamedAndWhatIsKnownStaysInUse() throws Exception {
    ScriptedEndpoints named = new ScriptedEndpoints();
    try (Pod pod = Pod.start(Wire.HTTP_1, "pod");
        OkHttpLoadBalancing balancing =
            OkHttpLoadBalancing.builder()
                .service("http://orders.shop", service -> service.endpoints(named))
                .build()) {
      OkHttpClient client = balancing.wrap(Wire.HTTP_1.client().build());
      List<Endpoint> none = null;
      named.publish(none);
      String broken =
          "The source of endpoints of service http://orders.shop, ScriptedEndpoints, is broken: ";
      DiscoveryException first =
          assertThrows(DiscoveryException.class, () -> balancing.awaitReady(Duration.ofDays(1)));
      assertEquals(
          "1 of 1 services is not ready, and waiting alone will not change that."
              + " http://orders.shop: "
              + broken
              + "endpoints must be a collection, each element an Endpoint, but was null",
          first.getMessage());
      named.publish(Collections.singletonList(null));
      assertNoEndpoint(
          "No endpoint available for service http://orders.shop: "
              + broken
              + "endpoints must contain no null: each element must be an Endpoint",
          client);
      named.publish(pod);
      named.publish(none);
      assertEquals("pod", Shop.get(client, REQUEST));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://orders.shop/v1, http://orders.shop",
    "http://orders.shop/?a=b, http://orders.shop",
    "https://orders.shop:8443/#top, https://orders.shop:8443",
    "http://me:secret@orders.shop, http://orders.shop"
  })
  void aServiceWithMoreThanABaseIsRefusedAndTheBaseNamed(String url, String base) {
    assertRefused(
        "service must be a base URL, with a scheme, a host and perhaps a port but nothing else,"
            + " such as "
            + base
            + ", but was \""
            + url
            + "\"",
        () -> OkHttpLoadBalancing.builder().service(url, service -> {}));
  }

  @Test
  void aServiceWithoutEndpointsIsRefused() {
    assertRefused(
        "service http://orders.shop has no endpoints; set where they come from with"
            + " endpoints(...)",
        () -> OkHttpLoadBalancing.builder().service("http://orders.shop", service -> {}));
  }

  @Test
  void idleConnectionsOutOfRangeAreRefused() {
    assertRefused(
        "maxPerEndpoint of idleConnections must be at least 0, but was -1",
        () ->
            OkHttpLoadBalancing.builder()
                .service("http://orders.shop", s -> s.idleConnections(-1, Duration.ofMinutes(1))));
    assertRefused(
        "keepAlive of idleConnections must be above 0 s and at most 365 d, but was 0 s",
        () ->
            OkHttpLoadBalancing.builder()
                .service("http://orders.shop", s -> s.idleConnections(1, Duration.ZERO)));
    assertRefused(
        "keepAlive of idleConnections must be above 0 s and at most 365 d, but was 366 d",
        () ->
            OkHttpLoadBalancing.builder()
                .service("http://orders.shop", s -> s.idleConnections(1, Duration.ofDays(366))));
    assertRefused(
        "keepAlive of idleConnections must be above 0 s and at most 365 d, but was -1 s",
        () ->
            OkHttpLoadBalancing.builder()
                .service("http://orders.shop", s -> s.idleConnections(1, Duration.ofSeconds(-1))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "X Affinity", "X-Äffinity"})
  void anAffinityHeaderThatNoRequestCanHaveIsRefused(String name) {
    assertRefused(
        "affinityHeader must be the name of a header such as X-Affinity, but was \"" + name + "\"",
        () ->
            OkHttpLoadBalancing.builder()
                .service("http://orders.shop", service -> service.affinityHeader(name)));
  }

  @Test
  void affinityWithAnAlgorithmThatIgnoresKeysIsRefused() {
    String rest =
        " of service http://orders.shop must be used with an algorithm that uses affinity keys, but"
            + " was used with %s, which ignores them. Set algorithm(...) to ringHash, maglev or"
            + " rendezvous (also with boundedLoads), sticky, or a custom one, or leave %s out";
    assertRefused(
        "affinityHeader" + rest.formatted("adaptiveStride", "affinityHeader"),
        () ->
            OkHttpLoadBalancing.builder()
                .service(
                    "http://orders.shop",
                    service -> service.endpoints(discovery).affinityHeader("X-Affinity")));
    assertRefused(
        "affinityKey" + rest.formatted("peakEwma", "affinityKey"),
        () ->
            OkHttpLoadBalancing.builder()
                .service(
                    "http://orders.shop",
                    service ->
                        service
                            .endpoints(discovery)
                            .affinityKey(request -> "one")
                            .algorithm(Algorithms.peakEwma())));
  }

  @Test
  void noServiceAtAllIsRefused() {
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, OkHttpLoadBalancing.builder()::build);
    assertEquals(
        "services of a load balancer must be at least 1, but are 0; add one with service(...)",
        refused.getMessage());
  }

  @Test
  void asManyCallsAsAskedForRunAtOnce() {
    try (OkHttpLoadBalancing balancing =
        OkHttpLoadBalancing.builder()
            .service("http://orders.shop", s -> s.endpoints(discovery))
            .maxConcurrentCalls(200)
            .build()) {
      OkHttpClient wrapped = balancing.wrap(new OkHttpClient());
      assertEquals(200, wrapped.dispatcher().getMaxRequests());
      assertEquals(200, wrapped.dispatcher().getMaxRequestsPerHost());
    }
    assertRefused(
        "maxConcurrentCalls must be at least 1, but was 0",
        () -> OkHttpLoadBalancing.builder().maxConcurrentCalls(0));
    try (OkHttpLoadBalancing balancing = orders()) {
      assertRefused(
          "gracePeriod must be 0 s or more, but was -1 s",
          () -> balancing.close(Duration.ofSeconds(-1)));
      balancing.wrap(new OkHttpClient()); // Not closed.
    }
  }

  @Test
  void optionsThatDoNotGoTogetherAreRefusedWhereTheyAreSet() {
    OkHttpLoadBalancing.Builder builder = OkHttpLoadBalancing.builder();
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                builder.service(
                    "http://orders.shop",
                    service ->
                        service
                            .endpoints(discovery)
                            .algorithm(Algorithms.maglev())
                            .slowStart(SlowStart.builder(Duration.ofMinutes(1)).build())));
    assertTrue(
        String.valueOf(refused.getMessage()).startsWith("slowStart of service http://orders.shop"),
        refused.getMessage());
  }

  @Test
  void aSourceInUseElsewhereIsRefusedAndWhatWasStartedIsClosed() {
    StaticEndpoints used = StaticEndpoints.of("127.0.0.1:1");
    OkHttpLoadBalancing.Builder builder =
        OkHttpLoadBalancing.builder()
            .service("http://orders.shop", s -> s.endpoints(discovery))
            .service("http://stock.shop", s -> s.endpoints(used));
    builder.build().close();
    ScriptedEndpoints other = new ScriptedEndpoints();
    OkHttpLoadBalancing.Builder second =
        OkHttpLoadBalancing.builder()
            .service("http://orders.shop", s -> s.endpoints(other))
            .service("http://stock.shop", s -> s.endpoints(used));
    assertThrows(IllegalStateException.class, second::build);
    assertTrue(other.isClosed());
  }

  @Test
  void aClientIsWrappedOnce() {
    try (OkHttpLoadBalancing balancing = orders()) {
      OkHttpClient wrapped = balancing.wrap(new OkHttpClient());
      assertRefused(
          "client is wrapped already; wrap one that is not, and add all services to one"
              + " OkHttpLoadBalancing",
          () -> balancing.wrap(wrapped.newBuilder().build()));
    }
  }

  @Test
  void aClosedBalancingWrapsNoClientAndSendsNoRequest() {
    OkHttpLoadBalancing balancing = orders();
    OkHttpClient client = balancing.wrap(new OkHttpClient());
    balancing.close();
    assertEquals(
        "cannot wrap a client: this load balancer is closed",
        assertThrows(IllegalStateException.class, () -> balancing.wrap(new OkHttpClient()))
            .getMessage());
    assertNoEndpoint(
        "No endpoint available for service http://orders.shop: the load balancer that wraps this"
            + " client is closed",
        client);
  }

  @Test
  void statisticsOfAnUnknownServiceAreRefusedAndTheKnownOnesNamed() {
    try (OkHttpLoadBalancing balancing = orders()) {
      assertRefused(
          "service must be one of [http://orders.shop], but was \"http://ordres.shop\"",
          () -> balancing.statistics("http://ordres.shop"));
    }
  }

  @Test
  void beforeTheFirstListARequestFailsAtOnceAndSaysSo() {
    try (OkHttpLoadBalancing balancing = orders()) {
      assertNoEndpoint(
          "No endpoint available for service http://orders.shop: its first list of endpoints has"
              + " not arrived yet. Wait for it with awaitReady before the first request",
          balancing.wrap(new OkHttpClient()));
    }
  }

  @Test
  void withNoEndpointARequestFailsAtOnceAndNamesTheService() {
    try (OkHttpLoadBalancing balancing = orders()) {
      OkHttpClient client = balancing.wrap(new OkHttpClient());
      discovery.publish(List.of());
      NoEndpointAvailableException failure =
          assertNoEndpoint(
              "No endpoint available for service http://orders.shop: 0 endpoints are known. Check"
                  + " that its pods are running and ready, and that its discovery works",
              client);
      assertEquals("http://orders.shop", failure.service());
    }
  }

  @Test
  void whereDiscoveryFailsTheRequestSaysWhy() {
    try (OkHttpLoadBalancing balancing = orders()) {
      OkHttpClient client = balancing.wrap(new OkHttpClient());
      discovery.fail("403: may not list endpointslices in namespace shop");
      NoEndpointAvailableException failure =
          assertNoEndpoint(
              "No endpoint available for service http://orders.shop: 403: may not list"
                  + " endpointslices in namespace shop",
              client);
      assertInstanceOf(DiscoveryException.class, failure.getCause());
    }
  }

  /** The endpoints are the same after the outage, so the source need not hand them over again. */
  @Test
  void afterAnOutageARequestNoLongerGivesItsReason() {
    try (OkHttpLoadBalancing balancing = orders()) {
      OkHttpClient client = balancing.wrap(new OkHttpClient());
      discovery.publish(List.of());
      discovery.fail("the API server is away");
      discovery.recover();
      assertNoEndpoint(
          "No endpoint available for service http://orders.shop: 0 endpoints are known. Check"
              + " that its pods are running and ready, and that its discovery works",
          client);
    }
  }

  @Test
  void theLastKnownEndpointsServeWhileDiscoveryFails() throws IOException {
    // trap 29
    try (Shop shop = new Shop(Wire.HTTP_1, 1)) {
      shop.discovery.fail("the API server is away");
      assertEquals("pod-0", shop.get("/"));
    }
  }

  @Test
  void aServiceMayFallThroughToItsVirtualIp() throws IOException {
    try (Pod vip = Pod.start(Wire.HTTP_1, "vip");
        Pod pod = Pod.start(Wire.HTTP_1, "pod");
        OkHttpLoadBalancing balancing =
            OkHttpLoadBalancing.builder()
                .service(
                    "http://orders.shop:" + vip.port(),
                    s -> s.endpoints(discovery).whenNoEndpoints(NoEndpointsPolicy.USE_SERVICE_URL))
                .build()) {
      OkHttpClient client =
          balancing.wrap(
              new OkHttpClient.Builder()
                  .dns(host -> List.of(InetAddress.getLoopbackAddress()))
                  .build());
      Request request = new Request.Builder().url("http://orders.shop:" + vip.port()).build();
      assertEquals("vip", Shop.get(client, request));
      discovery.publish(pod);
      assertEquals("pod", Shop.get(client, request));
      discovery.publish(List.of());
      assertEquals("vip", Shop.get(client, request));
    }
  }

  @Test
  void closedMeansClosedAlsoForAServiceThatFallsThrough() throws IOException {
    try (Pod vip = Pod.start(Wire.HTTP_1, "vip")) {
      OkHttpLoadBalancing balancing =
          OkHttpLoadBalancing.builder()
              .service(
                  "http://localhost:" + vip.port(),
                  s -> s.endpoints(discovery).whenNoEndpoints(NoEndpointsPolicy.USE_SERVICE_URL))
              .build();
      OkHttpClient client = balancing.wrap(Wire.HTTP_1.client().build());
      Request request = new Request.Builder().url("http://localhost:" + vip.port()).build();
      assertEquals("vip", Shop.get(client, request));
      balancing.close();
      assertEquals(
          "No endpoint available for service http://localhost:"
              + vip.port()
              + ": the load balancer that wraps this client is closed",
          assertThrows(NoEndpointAvailableException.class, () -> Shop.get(client, request))
              .getMessage());
      assertEquals(1, vip.requestCount());
    }
  }

  private OkHttpLoadBalancing orders() {
    return OkHttpLoadBalancing.builder()
        .service("http://orders.shop", service -> service.endpoints(discovery))
        .build();
  }

  private static void assertRefused(String message, org.junit.jupiter.api.function.Executable e) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, e).getMessage());
  }

  private static NoEndpointAvailableException assertNoEndpoint(
      String message, OkHttpClient client) {
    NoEndpointAvailableException failure =
        assertThrows(NoEndpointAvailableException.class, () -> Shop.get(client, REQUEST));
    assertEquals(message, failure.getMessage());
    return failure;
  }
}
