/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;

/** EndpointSlices of Service shop/orders with the port http, 8080. */
final class TestSlices {
  private TestSlices() {}

  static EndpointSlice slice(String name, Endpoint... endpoints) {
    return portless(name, endpoints)
        .edit()
        .addNewPort()
        .withName("http")
        .withPort(8080)
        .endPort()
        .build();
  }

  static EndpointSlice portless(String name, Endpoint... endpoints) {
    return new EndpointSliceBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName(name)
        .addToLabels("kubernetes.io/service-name", "orders")
        .endMetadata()
        .withAddressType("IPv4")
        .withEndpoints(endpoints)
        .build();
  }

  static EndpointSlice ipv6(EndpointSlice slice) {
    return slice.edit().withAddressType("IPv6").build();
  }

  /** As the API server has it after a change. */
  static EndpointSlice atVersion(String resourceVersion, EndpointSlice slice) {
    return slice.edit().editMetadata().withResourceVersion(resourceVersion).endMetadata().build();
  }

  static Endpoint ready(String ip) {
    return pod(ip).withNewConditions().withReady(true).endConditions().build();
  }

  static Endpoint notReady(String ip) {
    return pod(ip).withNewConditions().withReady(false).endConditions().build();
  }

  static EndpointBuilder pod(String ip) {
    return new EndpointBuilder().withAddresses(ip);
  }
}
