/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Merges the groups of addresses of a Service into the endpoints of one of its ports. */
final class ReadyEndpoints {
  private ReadyEndpoints() {}

  /**
   * Returns the endpoints, each address once.
   *
   * @param port the name of the Service's port, or null for its only one
   * @throws DiscoveryException if the Service has no such port, or several and none was named
   */
  static List<Endpoint> of(ServiceName service, @Nullable String port, List<AddressGroup> groups)
      throws DiscoveryException {
    Set<String> names = new TreeSet<>();
    groups.forEach(group -> names.addAll(group.ports().keySet()));
    if (names.isEmpty() && groups.stream().noneMatch(AddressGroup::hasReady)) {
      // A Service without pods publishes no ports either, so nothing can be said about the name.
      return List.of();
    }
    String wanted = port == null ? only(names, service) : present(port, names, service);

    Map<InetSocketAddress, Endpoint> endpoints = new LinkedHashMap<>();
    for (AddressGroup group : groups) {
      Integer number = group.ports().get(wanted);
      if (number != null) {
        for (ReadyAddress address : group.ready()) {
          Endpoint endpoint = endpoint(address, number, service);
          endpoints.putIfAbsent(endpoint.address(), endpoint);
        }
      }
    }
    return List.copyOf(endpoints.values());
  }

  private static String only(Set<String> names, ServiceName service) throws DiscoveryException {
    if (names.size() != 1) {
      throw DiscoveryException.permanent(
          names.isEmpty()
              ? withoutPorts(service)
              : "Service %s has several ports, and none was chosen. Choose one of %s with port(...)"
                  .formatted(service, choices(names)),
          null);
    }
    return names.iterator().next();
  }

  private static String present(String port, Set<String> names, ServiceName service)
      throws DiscoveryException {
    if (!names.contains(port)) {
      throw DiscoveryException.permanent(
          names.isEmpty()
              ? withoutPorts(service)
              : "Service %s has no TCP port named \"%s\", but has %s. Give port(...) one of these, or"
                      .formatted(service, port, choices(names))
                  + " correct the Service",
          null);
    }
    return port;
  }

  private static String withoutPorts(ServiceName service) {
    return "Service %s has ready addresses but no TCP port. Check that the Service's targetPort is a"
            .formatted(service)
        + " number, or the name of a port that its pods' containers declare";
  }

  private static String choices(Set<String> names) {
    return names.stream()
        .map(name -> name.isEmpty() ? "an unnamed one" : "\"" + name + "\"")
        .collect(Collectors.joining(", "));
  }

  private static Endpoint endpoint(ReadyAddress address, int port, ServiceName service)
      throws DiscoveryException {
    try {
      return Endpoint.builder(address.ip(), port)
          .uid(address.uid())
          .zone(address.zone())
          .node(address.node())
          .build();
    } catch (IllegalArgumentException e) {
      throw DiscoveryException.permanent(
          "Service %s has an address that cannot be connected to: %s. Correct whatever writes its"
                  .formatted(service, e.getMessage())
              + " addresses",
          e);
    }
  }
}
