/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.evenkeel.discovery.EndpointSource;
import java.util.concurrent.ScheduledExecutorService;

/** Sources as {@link KubernetesEndpoints} builds them, but with a timer of the test's. */
final class TestWatches {
  private TestWatches() {}

  /** Watches port http in the EndpointSlices of Service shop/orders. */
  static EndpointSource orders(KubernetesClient client, ScheduledExecutorService timer) {
    EndpointApi<EndpointSlice> api = new EndpointSliceApi();
    ServiceName orders = new ServiceName("shop", "orders");
    return new ServiceWatch<>(
        orders,
        new PortChoice.Named("http"),
        AddressFamily.PREFER_IPV4,
        api,
        client.getMasterUrl().toString(),
        () -> api.select(client, orders).runnableInformer(0),
        timer);
  }
}
