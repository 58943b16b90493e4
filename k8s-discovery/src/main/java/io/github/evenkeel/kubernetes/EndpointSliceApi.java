/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import static java.util.Objects.requireNonNullElseGet;
import static java.util.stream.Collectors.toUnmodifiableSet;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointHints;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.ForNode;
import io.fabric8.kubernetes.api.model.discovery.v1.ForZone;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code discovery.k8s.io/v1}: the addresses of a Service stand in any number of slices. */
final class EndpointSliceApi implements EndpointApi<EndpointSlice> {
  static final String SERVICE_LABEL = "kubernetes.io/service-name";

  @Override
  public String kind() {
    return "EndpointSlices";
  }

  @Override
  public String accessRule() {
    return "{apiGroups: [\"discovery.k8s.io\"], resources: [\"endpointslices\"], verbs: [\"list\","
        + " \"watch\"]}";
  }

  @Override
  public String ifNotServed() {
    return "Check that this is the address of a Kubernetes API server, version 1.21 or newer. An"
        + " older one serves Endpoints: use KubernetesEndpoints.endpoints";
  }

  @Override
  public String ifAbsent(ServiceName service) {
    return "no EndpointSlice in namespace %s has the label %s=%s"
        .formatted(service.namespace(), SERVICE_LABEL, service.name());
  }

  @Override
  public Informable<EndpointSlice> select(KubernetesClient client, ServiceName service) {
    return client
        .discovery()
        .v1()
        .endpointSlices()
        .inNamespace(service.namespace())
        .withLabel(SERVICE_LABEL, service.name());
  }

  /** Slices of host names are not read. */
  @Override
  public List<AddressGroup> read(EndpointSlice slice) {
    return "FQDN".equals(slice.getAddressType()) ? List.of() : List.of(group(slice));
  }

  @Override
  public @Nullable String omitted(EndpointSlice slice) {
    return null;
  }

  private static AddressGroup group(EndpointSlice slice) {
    AddressGroup.Builder group =
        new AddressGroup.Builder("EndpointSlice " + slice.getMetadata().getName());
    for (EndpointPort port : orEmpty(slice.getPorts())) {
      group.port(port.getName(), port.getProtocol(), port.getPort());
    }
    for (Endpoint endpoint : orEmpty(slice.getEndpoints())) {
      EndpointConditions conditions =
          requireNonNullElseGet(endpoint.getConditions(), EndpointConditions::new);
      boolean terminating = Boolean.TRUE.equals(conditions.getTerminating());
      if (terminating ? isServing(conditions) : isReady(conditions)) {
        // Further addresses of an endpoint are the same pod again; kube-proxy reads the first, too.
        group.address(
            orEmpty(endpoint.getAddresses()).stream().findFirst().orElse(null),
            endpoint.getTargetRef(),
            endpoint.getZone(),
            endpoint.getNodeName(),
            terminating,
            hints(endpoint.getHints()));
      }
    }
    return group.build();
  }

  private static Hints hints(@Nullable EndpointHints hints) {
    return hints == null
        ? Hints.NONE
        : new Hints(
            orEmpty(hints.getForZones()).stream()
                .map(ForZone::getName)
                .collect(toUnmodifiableSet()),
            orEmpty(hints.getForNodes()).stream()
                .map(ForNode::getName)
                .collect(toUnmodifiableSet()));
  }

  /** An unset {@code ready} counts as ready, as the API demands. */
  private static boolean isReady(EndpointConditions conditions) {
    return !Boolean.FALSE.equals(conditions.getReady());
  }

  /** An unset {@code serving} is what {@code ready} is, as the API demands. */
  private static boolean isServing(EndpointConditions conditions) {
    return conditions.getServing() == null ? isReady(conditions) : conditions.getServing();
  }

  /** The API server writes an empty list as null. */
  private static <E> List<E> orEmpty(@Nullable List<E> list) {
    return list == null ? List.of() : list;
  }
}
