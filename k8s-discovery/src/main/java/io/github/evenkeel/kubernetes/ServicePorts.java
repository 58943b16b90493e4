/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import io.github.evenkeel.DiscoveryException;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The TCP ports of a Service, as its groups of addresses name and number them. */
final class ServicePorts {
  private final ServiceName service;

  /** The numbers of each name, which differ during a rollout; an unnamed port's name is empty. */
  private final SortedMap<String, SortedSet<Integer>> numbers = new TreeMap<>();

  ServicePorts(ServiceName service, List<AddressGroup> groups) {
    this.service = service;
    for (AddressGroup group : groups) {
      group
          .ports()
          .forEach(
              (name, number) -> numbers.computeIfAbsent(name, any -> new TreeSet<>()).add(number));
    }
  }

  boolean isEmpty() {
    return numbers.isEmpty();
  }

  /**
   * Returns the number that the port has in a group, or null if the group does not have it.
   *
   * @throws DiscoveryException if the Service has no such port, or several and none was chosen
   */
  Function<AddressGroup, @Nullable Integer> choose(PortChoice choice) throws DiscoveryException {
    if (choice instanceof PortChoice.Numbered numbered) {
      return byNumber(numbered.number());
    }
    if (isEmpty()) {
      throw DiscoveryException.permanent(
          ("Service %s has ready addresses but no TCP port. If it is headless and declares no ports,"
                  + " choose the number that its pods listen on, as in port(8080). Else check that"
                  + " its targetPort is a number, or the name of a port that its pods' containers"
                  + " declare")
              .formatted(service),
          null);
    }
    String name = choice instanceof PortChoice.Named named ? present(named.name()) : only();
    return group -> group.ports().get(name);
  }

  private Function<AddressGroup, @Nullable Integer> byNumber(int number) throws DiscoveryException {
    if (isEmpty()) {
      return group -> number; // A headless Service need not declare its ports.
    }
    if (numbers.values().stream().noneMatch(known -> known.contains(number))) {
      throw DiscoveryException.permanent(
          "The pods of Service %s have no TCP port %d, but have %s. Give port(...) one of these, or"
                  .formatted(service, number, choices())
              + " correct the Service. The number is the one on the pods, the Service's targetPort",
          null);
    }
    return group -> group.ports().containsValue(number) ? number : null;
  }

  private String only() throws DiscoveryException {
    if (numbers.size() != 1) {
      throw DiscoveryException.permanent(
          "Service %s has several ports, and none was chosen. Choose one of %s with port(...)"
              .formatted(service, choices()),
          null);
    }
    return numbers.firstKey();
  }

  private String present(String name) throws DiscoveryException {
    if (!numbers.containsKey(name)) {
      throw DiscoveryException.permanent(
          "Service %s has no TCP port named \"%s\", but has %s. Give port(...) one of these, or"
                  .formatted(service, name, choices())
              + " correct the Service",
          null);
    }
    return name;
  }

  /** What port(...) accepts: the names, and the numbers of what has no name. */
  private String choices() {
    return numbers.entrySet().stream()
        .map(
            port ->
                port.getKey().isEmpty()
                    ? port.getValue().stream()
                        .map(number -> number + " (which has no name)")
                        .collect(Collectors.joining(", "))
                    : "\"" + port.getKey() + "\"")
        .collect(Collectors.joining(", "));
  }
}
