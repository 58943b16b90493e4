/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.util.HashMap;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A Kubernetes API server in this process, with one Service and its EndpointSlices, as the
 * cluster's controllers would write them.
 */
final class KubernetesApi implements AutoCloseable {
  static final String NAMESPACE = "shop";
  static final String SERVICE = "orders";
  static final String PORT = "http";

  /** It tells of every request, by java.util.logging; kept here, lest its level be forgotten. */
  private static final Logger serverLog = Logger.getLogger(MockWebServer.class.getName());

  static {
    serverLog.setLevel(Level.WARNING);
    // It runs on Netty, which newer JDKs warn of, unless it does without Unsafe.
    System.setProperty("io.netty.noUnsafe", "true");
  }

  private final KubernetesMockServer server;
  private final KubernetesClient client;

  private KubernetesApi(KubernetesMockServer server) {
    this.server = server;
    this.client = server.createClient();
  }

  /** Starts the API server with a Service that has no endpoints yet. */
  static KubernetesApi start() {
    KubernetesMockServer server =
        new KubernetesMockServer(
            new Context(),
            new MockWebServer(),
            new HashMap<>(),
            new KubernetesCrudDispatcher(),
            /* useHttps= */ false);
    server.init();
    KubernetesApi api = new KubernetesApi(server);
    api.client
        .services()
        .resource(
            new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(SERVICE)
                .endMetadata()
                .withNewSpec()
                .addNewPort()
                .withName(PORT)
                .withPort(80)
                .endPort()
                .endSpec()
                .build())
        .create();
    return api;
  }

  /** A client of this API, which lives as long as it. */
  KubernetesClient client() {
    return client;
  }

  /** The pod is ready: it becomes an endpoint of the Service. */
  void add(Pod pod) {
    client.discovery().v1().endpointSlices().resource(sliceOf(pod)).create();
  }

  /** The pod was deleted: it is no longer an endpoint of the Service. */
  void remove(Pod pod) {
    client.discovery().v1().endpointSlices().resource(sliceOf(pod)).delete();
  }

  /**
   * A slice for this pod alone. All endpoints of a slice share one port; the pods here share one
   * address and differ in port.
   */
  private static EndpointSlice sliceOf(Pod pod) {
    return new EndpointSliceBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(SERVICE + "-" + pod.name())
        .addToLabels("kubernetes.io/service-name", SERVICE)
        .endMetadata()
        .withAddressType("IPv4")
        .addNewEndpoint()
        .withAddresses(pod.address().getAddress().getHostAddress())
        .withNewConditions()
        .withReady(true)
        .endConditions()
        .withNewTargetRef()
        .withKind("Pod")
        .withNamespace(NAMESPACE)
        .withName(pod.name())
        .withUid(pod.uid())
        .endTargetRef()
        .endEndpoint()
        .addNewPort()
        .withName(PORT)
        .withPort(pod.address().getPort())
        .withProtocol("TCP")
        .endPort()
        .build();
  }

  /**
   * Ends the API. Does not wait for it: a watch whose client left while it was being opened keeps
   * the server for another 10 s.
   */
  @Override
  public void close() {
    client.close();
    var unused = CompletableFuture.runAsync(server::destroy);
  }
}
