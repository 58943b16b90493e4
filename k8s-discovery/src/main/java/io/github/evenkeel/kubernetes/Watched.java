/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.github.evenkeel.DiscoveryException;
import java.util.Collection;

/**
 * What a source watches.
 *
 * @param service the Service
 * @param port which of its ports to use
 * @param family which addresses of a dual-stack Service to use
 * @param api the API in use
 * @param server the URL of the API server, for messages
 * @param <T> the objects of the API in use
 */
record Watched<T extends HasMetadata>(
    ServiceName service, PortChoice port, AddressFamily family, EndpointApi<T> api, String server) {

  ServiceEndpoints read(Collection<T> objects) throws DiscoveryException {
    return ServiceEndpoints.of(service, port, family, api, objects);
  }

  /** Such as "EndpointSlices of Service shop/orders". */
  @Override
  public String toString() {
    return "%s of Service %s".formatted(api.kind(), service);
  }
}
