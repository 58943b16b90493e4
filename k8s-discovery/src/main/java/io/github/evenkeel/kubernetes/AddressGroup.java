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
 * @param ports the numbers of its TCP ports by name; the name of an unnamed port is empty
 * @param ready the addresses that may get requests
 */
record AddressGroup(Map<String, Integer> ports, List<ReadyAddress> ready) {

  boolean hasReady() {
    return !ready.isEmpty();
  }

  /** Collects a group from either API's objects. */
  static final class Builder {
    private final Map<String, Integer> ports = new HashMap<>();
    private final List<ReadyAddress> ready = new ArrayList<>();

    /** Adds a port, unless it is of another protocol or has no number, which both APIs permit. */
    void port(@Nullable String name, @Nullable String protocol, @Nullable Integer number) {
      if (number != null && (protocol == null || protocol.equals("TCP"))) {
        ports.put(name == null ? "" : name, number);
      }
    }

    void ready(
        String ip, @Nullable ObjectReference target, @Nullable String zone, @Nullable String node) {
      ready.add(new ReadyAddress(ip, target == null ? null : target.getUid(), zone, node));
    }

    AddressGroup build() {
      return new AddressGroup(Map.copyOf(ports), List.copyOf(ready));
    }
  }
}
