/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import static io.github.evenkeel.kubernetes.ScriptedApiServer.bookmark;
import static io.github.evenkeel.kubernetes.ScriptedApiServer.gone;
import static io.github.evenkeel.kubernetes.ScriptedApiServer.modified;
import static io.github.evenkeel.kubernetes.TestSlices.atVersion;
import static io.github.evenkeel.kubernetes.TestSlices.ready;
import static io.github.evenkeel.kubernetes.TestSlices.slice;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.discovery.EndpointSource;
import io.github.evenkeel.kubernetes.ScriptedApiServer.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole module against what the Kubernetes API documents of lists and watches. */
class WireTest {
  private static final Set<String> POD_1 = Set.of("10.0.0.1:8080");
  private static final Set<String> POD_2 = Set.of("10.0.0.2:8080");
  private static final Set<String> POD_3 = Set.of("10.0.0.3:8080");

  /** Short enough that no request that is under way is given up. */
  private static final Duration STEP = Duration.ofMillis(100);

  private final ScriptedApiServer server;
  private final KubernetesClient client;
  private final RecordingListener listener = new RecordingListener();

  WireTest() throws IOException {
    server = new ScriptedApiServer();
    client = server.client();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void listsTheServicesSlicesAndWatchesFromThereOn() throws Exception {
    try (EndpointSource source = orders()) {
      source.subscribe(listener);

      Request list = server.list();
      assertTrue(list.query().contains("labelSelector=kubernetes.io/service-name=orders"));
      list.answerList("7", orders1("5", "10.0.0.1"));
      assertEquals(POD_1, listener.endpoints());

      Request watch = server.watch();
      assertTrue(watch.query().contains("labelSelector=kubernetes.io/service-name=orders"));
      assertTrue(watch.query().contains("resourceVersion=7"));
      assertTrue(watch.query().contains("allowWatchBookmarks=true"));
      watch.answerWatch("8", modified(orders1("9", "10.0.0.2")));
      assertEquals(POD_2, listener.endpoints());
    }
  }

  @Test
  void aForbiddenListIsTriedAgain() throws Exception {
    String found =
        "endpointslices.discovery.k8s.io is forbidden: User"
            + " \"system:serviceaccount:web:default\" cannot list resource \"endpointslices\" in"
            + " API group \"discovery.k8s.io\" in the namespace \"shop\"";
    try (EndpointSource source = orders()) {
      source.subscribe(listener);
      for (int attempt = 0; attempt < 3; attempt++) {
        server.list().refuse(403, "Forbidden", found);
      }
      server.list().answerList("7", orders1("5", "10.0.0.1"));

      assertEquals(
          "Cannot watch the EndpointSlices of Service shop/orders: 403 Forbidden: "
              + found
              + ". That is so for some seconds while an API server starts; if it lasts, a"
              + " permission is missing. Trying on; no endpoints are known yet",
          listener.problem());
      assertEquals(POD_1, listener.endpoints());
      listener.assertHeardNothingMore();
    }
  }

  @Test
  void aRefusedConnectionIsToldAtOnceHoweverOftenTheClientWouldTryAgain() throws Exception {
    server.close();
    try (KubernetesClient patient =
            new KubernetesClientBuilder()
                .withConfig(
                    new ConfigBuilder(Config.empty())
                        .withMasterUrl("http://127.0.0.1:" + server.port())
                        .withRequestRetryBackoffLimit(10)
                        .withRequestRetryBackoffInterval(60_000)
                        .build())
                .build();
        EndpointSource source =
            KubernetesEndpoints.slices(patient).namespace("shop").service("orders").build()) {
      source.subscribe(listener);
      DiscoveryException problem = listener.failure();
      assertTrue(
          String.valueOf(problem.getMessage()).contains("Connection refused")
              || String.valueOf(problem.getMessage()).contains("ConnectException"),
          problem.getMessage());
      assertFalse(problem.isPermanent());
    }
  }

  @Test
  void anApiThatIsNotServedIsNamed() throws Exception {
    try (EndpointSource source = orders()) {
      source.subscribe(listener);
      server.list().refuse(404, "NotFound", "the server could not find the requested resource");

      assertEquals(
          "Cannot watch the EndpointSlices of Service shop/orders: 404 NotFound: the server could"
              + " not find the requested resource. Check that this is the address of a Kubernetes"
              + " API server, version 1.21 or newer. An older one serves Endpoints: use"
              + " KubernetesEndpoints.endpoints. Trying on; no endpoints are known yet",
          listener.problem());
    }
  }

  // trap 24
  @Test
  void after410GoneItListsAnew() throws Exception {
    try (EndpointSource source = orders()) {
      source.subscribe(listener);
      server.list().answerList("7", orders1("5", "10.0.0.1"));
      assertEquals(POD_1, listener.endpoints());

      server.watch().answerWatch("8", gone());
      server.list().answerList("20", orders1("19", "10.0.0.2"));
      assertEquals(POD_2, listener.endpoints());

      Request watch = server.watch();
      assertTrue(watch.query().contains("resourceVersion=20"));
      watch.answerWatch("21", modified(orders1("22", "10.0.0.3")));
      assertEquals(POD_3, listener.endpoints());
      listener.assertHeardNothingMore();
    }
  }

  // trap 25
  @Test
  void anOldWatchsLateEventDoesNotWin() throws Exception {
    try (EndpointSource source = orders()) {
      source.subscribe(listener);
      server.list().answerList("7", orders1("5", "10.0.0.1"));
      assertEquals(POD_1, listener.endpoints());

      // The event after the error comes from the watch that the error has ended.
      server.watch().answerWatch("8", gone(), modified(orders1("6", "10.9.9.9")));
      server.list().answerList("20", orders1("19", "10.0.0.2"));
      assertEquals(POD_2, listener.endpoints());

      server.watch().answerWatch("21", modified(orders1("22", "10.0.0.3")));
      assertEquals(POD_3, listener.endpoints());
      listener.assertHeardNothingMore();
    }
  }

  @Test
  void aWatchThatEndsGoesOnWhereItWas() throws Exception {
    try (EndpointSource source = orders()) {
      source.subscribe(listener);
      server.list().answerList("7", orders1("5", "10.0.0.1"));
      assertEquals(POD_1, listener.endpoints());

      Request first = server.watch();
      first.answerWatch("8", modified(orders1("12", "10.0.0.2")));
      assertEquals(POD_2, listener.endpoints());
      first.end();

      Request second = server.watch();
      assertTrue(second.query().contains("resourceVersion=12"));
      second.answerWatch("13", modified(orders1("14", "10.0.0.3")));
      assertEquals(POD_3, listener.endpoints());
      listener.assertHeardNothingMore();
    }
  }

  // trap 29
  @Test
  void whileTheServerIsAwayTheLastKnownEndpointsStayAndItCatchesUpAfterwards() throws Exception {
    VirtualTime time = new VirtualTime();
    try (EndpointSource source = TestWatches.orders(client, time)) {
      source.subscribe(listener);
      server.list().answerList("7", orders1("5", "10.0.0.1"));
      assertEquals(POD_1, listener.endpoints());
      server.watch().answerWatch("8", modified(orders1("9", "10.0.0.2")));
      assertEquals(POD_2, listener.endpoints());
      time.advance(WatchLoop.CHECK_INTERVAL);

      server.close();
      String problem = listener.problemWhile(() -> time.advance(STEP));
      assertTrue(
          problem.startsWith("Cannot watch the EndpointSlices of Service shop/orders: java.net."),
          problem);
      assertTrue(
          problem.endsWith(
              " Check that the API server at http://127.0.0.1:%d/ can be reached from here: its"
                      .formatted(server.port())
                  + " address, DNS, network policies, proxies, certificates. This address is"
                  + " plain HTTP: if the port expects TLS, use https. Trying on; the last known"
                  + " endpoints (1) stay in use"),
          problem);

      try (ScriptedApiServer restarted = new ScriptedApiServer(server.port())) {
        restarted.listWhile(() -> time.advance(STEP)).answerList("20", orders1("19", "10.0.0.3"));
        assertEquals(POD_3, listener.endpoints());
        Request watch = restarted.watch();
        while (!watch.query().contains("resourceVersion=20")) {
          watch = restarted.watch(); // The old one's, which has tried until the new one had listed.
        }
        watch.answerWatch("21", modified(orders1("22", "10.0.0.2")));
        assertEquals(POD_2, listener.endpoints());
        time.advance(WatchLoop.CHECK_INTERVAL);
        listener.recovery();
        listener.assertHeardNothingMore();
      }
    }
  }

  // trap 45
  @Test
  void aProviderOfCredentialsThatThrowsIsAskedAgain() throws Exception {
    VirtualTime time = new VirtualTime();
    FaultyProvider provider = new FaultyProvider();
    provider.fails("the token endpoint is away");
    try (KubernetesClient careful = server.client(provider);
        EndpointSource source = TestWatches.orders(careful, time)) {
      source.subscribe(listener);
      String problem = listener.problem();
      assertTrue(problem.contains("the token endpoint is away. The Kubernetes client"), problem);

      provider.fault = null;
      Request list = server.listWhile(() -> time.advance(STEP));
      provider.fails("away again, as the watch opens");
      list.answerList("7", orders1("5", "10.0.0.1"));
      assertEquals(POD_1, listener.endpoints());
      provider.awaitFailure();

      provider.fault = null;
      server.listWhile(() -> time.advance(STEP)).answerList("9", orders1("8", "10.0.0.2"));
      assertEquals(POD_2, listener.endpoints());
      Request watch = server.watch();
      watch.answerWatch("10", modified(orders1("11", "10.0.0.3")));
      assertEquals(POD_3, listener.endpoints());
      time.advance(WatchLoop.CHECK_INTERVAL);
      listener.recovery();

      provider.fails("away again, as the watch is opened anew");
      watch.end();
      listener.problemWhile(() -> time.advance(STEP));
      provider.fault = null;
      server.listWhile(() -> time.advance(STEP)).answerList("20", orders1("19", "10.0.0.1"));
      assertEquals(POD_1, listener.endpoints());
      listener.assertHeardNothingMore();
    }
  }

  private static final class FaultyProvider implements OAuthTokenProvider {
    private final Semaphore failures = new Semaphore(0);
    volatile @Nullable Error fault;

    void fails(String message) {
      failures.drainPermits();
      fault = new AssertionError(message);
    }

    void awaitFailure() throws InterruptedException {
      assertTrue(failures.tryAcquire(30, SECONDS), "the provider was not asked");
    }

    @Override
    public String getToken() {
      Error thrown = fault;
      if (thrown != null) {
        failures.release();
        throw thrown;
      }
      return "token";
    }
  }

  @Test
  void aWatchWhoseBookmarksStayAwayIsReplacedThoughItsConnectionIsOpen() throws Exception {
    VirtualTime time = new VirtualTime();
    try (EndpointSource source = TestWatches.orders(client, time)) {
      source.subscribe(listener);
      server.list().answerList("7", orders1("5", "10.0.0.1"));
      assertEquals(POD_1, listener.endpoints());
      Request watch = server.watch();
      watch.answerWatch("8", modified(orders1("9", "10.0.0.2")));
      assertEquals(POD_2, listener.endpoints());
      time.advance(WatchLoop.CHECK_INTERVAL);

      // As in a cluster at rest, where nothing changes, be it of other Services.
      watch.send(bookmark("9"));
      Request list = server.listWhile(() -> time.advance(STEP));
      assertFalse(
          list.query().contains("resourceVersion=0"),
          () -> "what is cached may be older: " + list.query());
      list.answerList("20", orders1("19", "10.0.0.1"));
      assertEquals(POD_1, listener.endpoints());
      listener.assertHeardNothingMore();
    }
  }

  private EndpointSource orders() {
    return KubernetesEndpoints.slices(client)
        .namespace("shop")
        .service("orders")
        .port("http")
        .build();
  }

  private static EndpointSlice orders1(String resourceVersion, String ip) {
    return atVersion(resourceVersion, slice("orders-1", ready(ip)));
  }
}
