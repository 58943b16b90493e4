/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import static io.github.evenkeel.kubernetes.TestSlices.notReady;
import static io.github.evenkeel.kubernetes.TestSlices.pod;
import static io.github.evenkeel.kubernetes.TestSlices.ready;
import static io.github.evenkeel.kubernetes.TestSlices.slice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.github.evenkeel.discovery.EndpointSource;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole module over WebSockets against an API server that keeps objects. */
class ClusterTest {
  /** Held, since the level would be lost with the logger: a line for each request is too much. */
  private static final Logger SERVER_LOG = Logger.getLogger(MockWebServer.class.getName());

  private final ClusterObjects objects = new ClusterObjects();
  private final KubernetesMockServer server = serverOfTheObjects();
  private final RecordingListener listener = new RecordingListener();
  private NamespacedKubernetesClient client;

  @BeforeEach
  void start() {
    SERVER_LOG.setLevel(Level.WARNING);
    server.init();
    client =
        server.createClient(
            builder ->
                builder
                    .editOrNewConfig()
                    .withWatchReconnectInterval(1)
                    .withRequestRetryBackoffLimit(0)
                    .endConfig());
  }

  @AfterEach
  void stop() {
    client.close();
    server.destroy();
  }

  @Test
  void followsTheSlicesOfItsServiceOnly() throws Exception {
    slices().resource(slice("orders-1", ready("10.0.0.1"))).create();
    slices().resource(ofService("invoices", slice("invoices-1", ready("10.0.9.9")))).create();
    try (EndpointSource source = ordersBySlices()) {
      source.subscribe(listener);
      assertEquals(Set.of("10.0.0.1:8080"), listener.endpoints());

      slices().resource(slice("orders-2", ready("10.0.0.2"))).create();
      assertEquals(Set.of("10.0.0.1:8080", "10.0.0.2:8080"), listener.endpoints());

      slices().resource(slice("orders-1", notReady("10.0.0.1"), ready("10.0.0.3"))).update();
      assertEquals(Set.of("10.0.0.2:8080", "10.0.0.3:8080"), listener.endpoints());

      slices().resource(ofService("invoices", slice("invoices-2", ready("10.0.9.8")))).create();
      client
          .discovery()
          .v1()
          .endpointSlices()
          .inNamespace("depot")
          .resource(
              slice("orders-9", ready("10.0.9.7"))
                  .edit()
                  .editMetadata()
                  .withNamespace("depot")
                  .endMetadata()
                  .build())
          .create();
      slices().withName("orders-2").delete();
      assertEquals(Set.of("10.0.0.3:8080"), listener.endpoints());

      slices().withName("orders-1").delete();
      assertEquals(Set.of(), listener.endpoints());
      listener.assertHeardNothingMore();
    }
  }

  // trap 30
  @Test
  void aNewPodOnAnOldAddressIsAnotherEndpoint() throws Exception {
    slices().resource(slice("orders-1", podWithUid("10.0.0.1", "before"))).create();
    try (EndpointSource source = ordersBySlices()) {
      source.subscribe(listener);
      assertEquals(Set.of("10.0.0.1:8080 (uid before)"), listener.endpoints());

      slices().resource(slice("orders-1", podWithUid("10.0.0.1", "after"))).update();
      assertEquals(Set.of("10.0.0.1:8080 (uid after)"), listener.endpoints());
    }
  }

  @Test
  void aServiceThatDoesNotExistYetIsEmptyUntilItDoes() throws Exception {
    try (EndpointSource source = ordersBySlices()) {
      source.subscribe(listener);
      assertEquals(Set.of(), listener.endpoints());

      slices().resource(slice("orders-1", ready("10.0.0.1"))).create();
      assertEquals(Set.of("10.0.0.1:8080"), listener.endpoints());
    }
  }

  @Test
  void followsTheEndpointsObjectOfItsService() throws Exception {
    endpoints().resource(endpointsNamed("orders", "10.0.0.1")).create();
    endpoints().resource(endpointsNamed("invoices", "10.0.9.9")).create();
    try (EndpointSource source =
        KubernetesEndpoints.endpoints(client).namespace("shop").service("orders").build()) {
      source.subscribe(listener);
      assertEquals(Set.of("10.0.0.1:8080"), listener.endpoints());

      endpoints().resource(endpointsNamed("orders", "10.0.0.1", "10.0.0.2")).update();
      assertEquals(Set.of("10.0.0.1:8080", "10.0.0.2:8080"), listener.endpoints());

      endpoints().resource(endpointsNamed("invoices", "10.0.9.9", "10.0.9.8")).update();
      endpoints().withName("orders").delete();
      assertEquals(Set.of(), listener.endpoints());
      listener.assertHeardNothingMore();
    }
  }

  // trap 28
  @Test
  void aPortThatTheServiceDoesNotHaveIsNamed() throws Exception {
    slices().resource(slice("orders-1", ready("10.0.0.1"))).create();
    try (EndpointSource source =
        KubernetesEndpoints.slices(client)
            .namespace("shop")
            .service("orders")
            .port("grpc")
            .build()) {
      source.subscribe(listener);

      assertEquals(
          "Service shop/orders has no TCP port named \"grpc\", but has \"http\". Give port(...) one"
              + " of these, or correct the Service",
          listener.problem());
    }
  }

  // trap 29
  @Test
  void itOutlivesARestartOfTheApiServer() throws Exception {
    slices().resource(slice("orders-1", ready("10.0.0.1"))).create();
    VirtualTime time = new VirtualTime();
    try (EndpointSource source = TestWatches.orders(client, time)) {
      source.subscribe(listener);
      assertEquals(Set.of("10.0.0.1:8080"), listener.endpoints());

      int port = server.getPort();
      server.destroy();
      String problem = listener.problemWhile(() -> time.advance(WatchLoop.CHECK_INTERVAL));
      assertTrue(problem.endsWith("Trying on; the last known endpoints (1) stay in use"), problem);

      KubernetesMockServer restarted = serverOfTheObjects();
      restarted.init(InetAddress.getLoopbackAddress(), port);
      try {
        listener.recoveryWhile(() -> time.advance(WatchLoop.CHECK_INTERVAL));
        slices().resource(slice("orders-1", ready("10.0.0.2"))).update();
        assertEquals(Set.of("10.0.0.2:8080"), listener.endpoints());
        listener.assertHeardNothingMore();
      } finally {
        restarted.destroy();
      }
    }
  }

  @Test
  void closingASourceLeavesTheClientOpenForOthers() throws Exception {
    slices().resource(slice("orders-1", ready("10.0.0.1"))).create();
    EndpointSource closed = ordersBySlices();
    RecordingListener silent = new RecordingListener();
    closed.subscribe(silent);
    assertEquals(Set.of("10.0.0.1:8080"), silent.endpoints());

    closed.close();

    try (EndpointSource source = ordersBySlices()) {
      source.subscribe(listener);
      assertEquals(Set.of("10.0.0.1:8080"), listener.endpoints());
      slices().resource(slice("orders-1", ready("10.0.0.2"))).update();
      assertEquals(Set.of("10.0.0.2:8080"), listener.endpoints());
    }
    silent.assertHeardNothingMore();
    assertNotNull(slices().withName("orders-1").get());
  }

  private KubernetesMockServer serverOfTheObjects() {
    return new KubernetesMockServer(
        new Context(), new MockWebServer(), new HashMap<>(), objects, false);
  }

  private EndpointSource ordersBySlices() {
    return KubernetesEndpoints.slices(client)
        .namespace("shop")
        .service("orders")
        .port("http")
        .build();
  }

  private NonNamespaceOperation<EndpointSlice, ?, Resource<EndpointSlice>> slices() {
    return client.discovery().v1().endpointSlices().inNamespace("shop");
  }

  private NonNamespaceOperation<Endpoints, ?, Resource<Endpoints>> endpoints() {
    return client.endpoints().inNamespace("shop");
  }

  private static EndpointSlice ofService(String service, EndpointSlice slice) {
    return slice
        .edit()
        .editMetadata()
        .addToLabels("kubernetes.io/service-name", service)
        .endMetadata()
        .build();
  }

  private static Endpoint podWithUid(String ip, String uid) {
    return pod(ip).withNewTargetRef().withKind("Pod").withUid(uid).endTargetRef().build();
  }

  private static Endpoints endpointsNamed(String name, String... ips) {
    var subset =
        new EndpointsBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName(name)
            .endMetadata()
            .addNewSubset()
            .addNewPort(null, null, 8080, "TCP");
    for (String ip : ips) {
      subset.addNewAddress().withIp(ip).endAddress();
    }
    return subset.endSubset().build();
  }
}
