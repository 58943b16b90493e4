/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.consumers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.discovery.EndpointListener;
import io.github.evenkeel.discovery.EndpointSource;
import io.github.evenkeel.kubernetes.KubernetesEndpoints;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Reads a Service's endpoints from an API server. Returns the name of the HTTP client that the
 * Kubernetes client chose, and the endpoints.
 */
public final class WatchedService implements Callable<List<String>> {
  private static final String LIST =
      """
      {"kind": "EndpointSliceList", "apiVersion": "discovery.k8s.io/v1",
       "metadata": {"resourceVersion": "1"},
       "items": [{
         "metadata": {"name": "orders-1", "namespace": "shop", "resourceVersion": "1",
                      "uid": "slice", "labels": {"kubernetes.io/service-name": "orders"}},
         "addressType": "IPv4",
         "ports": [{"name": "http", "port": 8080, "protocol": "TCP"}],
         "endpoints": [{"addresses": ["10.1.2.3"], "conditions": {"ready": true}}]}]}
      """;

  @Override
  public List<String> call() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, 0);
          if (exchange.getRequestURI().getQuery().contains("watch=true")) {
            // Stays open, without an event.
            exchange.getResponseBody().flush();
          } else {
            exchange.getResponseBody().write(LIST.getBytes(UTF_8));
            exchange.close();
          }
        });
    server.start();
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
            .withOnlyHttpWatches(true)
            .build();
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
        EndpointSource orders =
            KubernetesEndpoints.slices(client).namespace("shop").service("orders").build()) {
      CompletableFuture<List<Endpoint>> first = new CompletableFuture<>();
      orders.subscribe(
          new EndpointListener() {
            @Override
            public void onEndpoints(List<Endpoint> endpoints) {
              first.complete(endpoints);
            }

            @Override
            public void onError(DiscoveryException problem) {
              first.completeExceptionally(problem);
            }
          });
      Object http = client.getClass().getMethod("getHttpClient").invoke(client);
      return List.of(
          http.getClass().getSimpleName(),
          first.get(30, TimeUnit.SECONDS).get(0).address().toString());
    } finally {
      server.stop(0);
    }
  }
}
