/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that share their ports: an EndpointSlice, or one of the subsets of an Endpoints object.
 * The numbers belong to the group, since one port name may stand for different numbers on different
 * pods.
 *
 * @param name where it comes from, for people
 * @param ports the numbers of its TCP ports by name; the name of an unnamed port is empty
 * @param addresses the addresses that may get requests
 * @param unreadable what is left out since it cannot be read, for people
 */
record AddressGroup(
    String name, Map<String, Integer> ports, List<PodAddress> addresses, List<String> unreadable) {

  /** Collects a group from either API's objects. */
  static final class Builder {
    private final String name;
    private final Map<String, Integer> ports = new HashMap<>();
    private final List<PodAddress> addresses = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();

    Builder(String name) {
      this.name = name;
    }

    /** Adds a port, unless it is of another protocol or has no number, which both APIs permit. */
    void port(@Nullable String name, @Nullable String protocol, @Nullable Integer number) {
      if (number != null && (protocol == null || protocol.equals("TCP"))) {
        ports.put(name == null ? "" : name, number);
      }
    }

    /** Adds an address; null, which neither API permits, is noted as unreadable. */
    void address(
        @Nullable String ip,
        @Nullable ObjectReference target,
        @Nullable String zone,
        @Nullable String node,
        boolean terminating,
        Hints hints) {
      if (ip == null) {
        unreadable.add("%s: an endpoint without an address".formatted(name));
      } else {
        addresses.add(
            new PodAddress(
                ip, target == null ? null : target.getUid(), zone, node, terminating, hints));
      }
    }

    AddressGroup build() {
      return new AddressGroup(
          name, Map.copyOf(ports), List.copyOf(addresses), List.copyOf(unreadable));
    }
  }
}
