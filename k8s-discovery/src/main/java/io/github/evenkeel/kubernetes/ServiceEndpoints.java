/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import static java.util.Comparator.comparing;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the API's objects say of one port of a Service.
 *
 * @param endpoints the endpoints, each address once
 * @param unreadable the parts that are left out since they cannot be read, for people
 */
record ServiceEndpoints(List<Endpoint> endpoints, List<String> unreadable) {

  /**
   * Reads the objects of a Service, in an order that does not depend on theirs.
   *
   * @throws DiscoveryException if the Service has no such port, or several and none was chosen
   */
  static <T extends HasMetadata> ServiceEndpoints of(
      ServiceName service,
      PortChoice port,
      AddressFamily family,
      EndpointApi<T> api,
      Collection<T> objects)
      throws DiscoveryException {
    List<AddressGroup> groups = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    objects.stream()
        .sorted(comparing(object -> object.getMetadata().getName()))
        .forEach(
            object -> {
              try {
                groups.addAll(api.read(object));
              } catch (RuntimeException e) {
                unreadable.add(
                    "%s %s: %s".formatted(object.getKind(), object.getMetadata().getName(), e));
              }
            });
    groups.forEach(group -> unreadable.addAll(group.unreadable()));
    return new ServiceEndpoints(
        endpoints(groups, new ServicePorts(service, groups), port, family, unreadable),
        List.copyOf(unreadable));
  }

  private static List<Endpoint> endpoints(
      List<AddressGroup> groups,
      ServicePorts ports,
      PortChoice port,
      AddressFamily family,
      List<String> unreadable)
      throws DiscoveryException {
    if (ports.isEmpty() && groups.stream().allMatch(group -> group.addresses().isEmpty())) {
      // A Service without pods publishes no ports either, so nothing can be said about the name.
      return List.of();
    }
    Function<AddressGroup, @Nullable Integer> numbers = ports.choose(port);
    Map<InetSocketAddress, Endpoint> endpoints = new LinkedHashMap<>();
    for (AddressGroup group : groups) {
      Integer number = numbers.apply(group);
      if (number != null) {
        for (PodAddress address : group.addresses()) {
          try {
            Endpoint endpoint = endpoint(address, number);
            endpoints.merge(endpoint.address(), endpoint, ServiceEndpoints::readier);
          } catch (IllegalArgumentException e) {
            unreadable.add("%s: %s".formatted(group.name(), e.getMessage()));
          }
        }
      }
    }
    return family.choose(List.copyOf(endpoints.values()));
  }

  /** While a pod moves from one slice to another, it stands in both, with different conditions. */
  private static Endpoint readier(Endpoint first, Endpoint second) {
    return first.isTerminating() && !second.isTerminating() ? second : first;
  }

  private static Endpoint endpoint(PodAddress address, int port) {
    return Endpoint.builder(address.ip(), port)
        .uid(address.uid())
        .zone(address.zone())
        .node(address.node())
        .terminating(address.terminating())
        .zoneHints(address.hints().zones())
        .nodeHints(address.hints().nodes())
        .build();
  }
}
