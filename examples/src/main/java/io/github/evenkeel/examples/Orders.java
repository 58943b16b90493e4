/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.kubernetes.KubernetesEndpoints;
import io.github.evenkeel.okhttp.OkHttpLoadBalancing;
import java.time.Duration;

/** What a service writes in order to spread its requests over the pods of another: this much. */
final class Orders {
  private Orders() {}

  /**
   * Watches the pods of the Service {@code orders} in the namespace {@code shop}, and waits until
   * they are known. Then {@code balancing.wrap(client)} is an {@code OkHttpClient} that spreads its
   * requests to {@code url} over them.
   */
  static OkHttpLoadBalancing balancing(KubernetesClient kubernetes, String url)
      throws DiscoveryException, InterruptedException {
    var orders =
        KubernetesEndpoints.slices(kubernetes).namespace("shop").service("orders").port("http");
    var balancing =
        OkHttpLoadBalancing.builder()
            .service(url, service -> service.endpoints(orders.build()))
            .build();
    balancing.awaitReady(Duration.ofSeconds(10));
    return balancing;
  }
}
