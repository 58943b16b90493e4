/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointPort;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code v1} Endpoints, the older API: one object with the Service's name, in which the ready
 * addresses stand apart from the others.
 */
final class EndpointsApi implements EndpointApi<Endpoints> {
  /** Set by Kubernetes' controller where it has left addresses out. */
  private static final String OVER_CAPACITY = "endpoints.kubernetes.io/over-capacity";

  @Override
  public String kind() {
    return "Endpoints";
  }

  @Override
  public String accessRule() {
    return "{apiGroups: [\"\"], resources: [\"endpoints\"], verbs: [\"list\", \"watch\"]}";
  }

  @Override
  public String ifNotServed() {
    return "Check that this is the address of a Kubernetes API server";
  }

  @Override
  public String ifAbsent(ServiceName service) {
    return "no Endpoints object in namespace %s is named %s"
        .formatted(service.namespace(), service.name());
  }

  @Override
  public Informable<Endpoints> select(KubernetesClient client, ServiceName service) {
    return client
        .endpoints()
        .inNamespace(service.namespace())
        .withField("metadata.name", service.name());
  }

  @Override
  public List<AddressGroup> read(Endpoints object) {
    return object.getSubsets().stream().map(subset -> group(object, subset)).toList();
  }

  @Override
  public @Nullable String omitted(Endpoints object) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return annotations != null && annotations.containsKey(OVER_CAPACITY)
        ? "The Endpoints object holds only the first 1000 addresses (annotation %s: %s). Use"
                .formatted(OVER_CAPACITY, annotations.get(OVER_CAPACITY))
            + " KubernetesEndpoints.slices, which has all"
        : null;
  }

  /** This API does not say which pods are terminating: those it lists count as ready. */
  private static AddressGroup group(Endpoints object, EndpointSubset subset) {
    AddressGroup.Builder group =
        new AddressGroup.Builder("Endpoints " + object.getMetadata().getName());
    for (EndpointPort port : subset.getPorts()) {
      group.port(port.getName(), port.getProtocol(), port.getPort());
    }
    for (EndpointAddress address : subset.getAddresses()) {
      group.address(
          address.getIp(),
          address.getTargetRef(),
          /* zone= */ null,
          address.getNodeName(),
          /* terminating= */ false,
          Hints.NONE);
    }
    return group.build();
  }
}
