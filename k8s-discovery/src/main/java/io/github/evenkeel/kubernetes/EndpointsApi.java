/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import static java.util.Comparator.comparing;

import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointPort;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import java.util.Collection;
import java.util.List;

/**
 * {@code v1} Endpoints, the older API: one object with the Service's name, in which the ready
 * addresses stand apart from the others.
 */
final class EndpointsApi implements EndpointApi<Endpoints> {

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
  public List<AddressGroup> read(Collection<Endpoints> objects) {
    return objects.stream()
        .sorted(comparing(object -> object.getMetadata().getName()))
        .flatMap(object -> object.getSubsets().stream())
        .map(EndpointsApi::group)
        .toList();
  }

  private static AddressGroup group(EndpointSubset subset) {
    AddressGroup.Builder group = new AddressGroup.Builder();
    for (EndpointPort port : subset.getPorts()) {
      group.port(port.getName(), port.getProtocol(), port.getPort());
    }
    for (EndpointAddress address : subset.getAddresses()) {
      group.ready(address.getIp(), address.getTargetRef(), null, address.getNodeName());
    }
    return group.build();
  }
}
