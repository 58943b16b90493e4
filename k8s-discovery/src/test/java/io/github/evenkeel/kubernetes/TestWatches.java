/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.function.Supplier;

/** Sources as {@link KubernetesEndpoints} builds them, but in a time of the test's. */
final class TestWatches {
  static final ServiceName ORDERS = new ServiceName("shop", "orders");

  /** Hands over each change by itself, and tries again after 1 s, 2 s, 4 s. */
  static final WatchTiming EACH_CHANGE = new WatchTiming(Duration.ZERO, Duration.ofSeconds(1));

  private TestWatches() {}

  /** Port http in the EndpointSlices of Service shop/orders. */
  static Watched<EndpointSlice> orders(String server) {
    return new Watched<>(
        ORDERS,
        new PortChoice.Named("http"),
        AddressFamily.PREFER_IPV4,
        new EndpointSliceApi(),
        server);
  }

  static ServiceWatch<EndpointSlice> orders(KubernetesClient client, VirtualTime time) {
    return new ServiceWatch<>(
        orders(client.getMasterUrl().toString()),
        () -> new EndpointSliceApi().select(client, ORDERS).runnableInformer(0),
        new Credentials(client.getConfiguration()),
        EACH_CHANGE,
        time.environment());
  }

  static ServiceWatch<EndpointSlice> orders(
      Supplier<SharedIndexInformer<EndpointSlice>> informers,
      WatchTiming timing,
      VirtualTime time) {
    return new ServiceWatch<>(
        orders("https://10.96.0.1/"),
        informers,
        new Credentials(Config.empty()),
        timing,
        time.environment());
  }
}
