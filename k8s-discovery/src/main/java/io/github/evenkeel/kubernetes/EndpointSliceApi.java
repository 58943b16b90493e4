/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import static java.util.Comparator.comparing;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import java.util.ArrayList;
import java.util.Collection;
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

  /**
   * A pod with addresses of both families stands in slices of both, and shall not count twice: the
   * IPv4 slices are read if they have a ready address, else the IPv6 ones. Slices of host names are
   * not read.
   */
  @Override
  public List<AddressGroup> read(Collection<EndpointSlice> slices) {
    List<AddressGroup> ipv4 = ofFamily("IPv4", slices);
    if (ipv4.stream().anyMatch(AddressGroup::hasReady)) {
      return ipv4;
    }
    List<AddressGroup> ipv6 = ofFamily("IPv6", slices);
    if (ipv6.stream().anyMatch(AddressGroup::hasReady)) {
      return ipv6;
    }
    // Nobody is ready, but the ports still tell whether the one asked for exists.
    List<AddressGroup> both = new ArrayList<>(ipv4);
    both.addAll(ipv6);
    return both;
  }

  private static List<AddressGroup> ofFamily(String family, Collection<EndpointSlice> slices) {
    return slices.stream()
        .filter(slice -> family.equals(slice.getAddressType()))
        .sorted(comparing(slice -> slice.getMetadata().getName()))
        .map(EndpointSliceApi::group)
        .toList();
  }

  private static AddressGroup group(EndpointSlice slice) {
    AddressGroup.Builder group = new AddressGroup.Builder();
    for (EndpointPort port : orEmpty(slice.getPorts())) {
      group.port(port.getName(), port.getProtocol(), port.getPort());
    }
    for (Endpoint endpoint : orEmpty(slice.getEndpoints())) {
      // Further addresses of an endpoint are the same pod again; kube-proxy reads the first, too.
      if (mayGetRequests(endpoint.getConditions())) {
        String ip = endpoint.getAddresses().get(0);
        group.ready(ip, endpoint.getTargetRef(), endpoint.getZone(), endpoint.getNodeName());
      }
    }
    return group.build();
  }

  /**
   * An unset {@code ready} counts as ready, as the API demands. A terminating pod does not get
   * requests even if it is said to be ready, which happens where the Service publishes not-ready
   * addresses.
   */
  private static boolean mayGetRequests(@Nullable EndpointConditions conditions) {
    return conditions == null
        || (!Boolean.FALSE.equals(conditions.getReady())
            && !Boolean.TRUE.equals(conditions.getTerminating()));
  }

  /** The API server writes an empty list of ports or endpoints as null. */
  private static <E> List<E> orEmpty(@Nullable List<E> list) {
    return list == null ? List.of() : list;
  }
}
