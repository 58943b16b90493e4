/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointId;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The ways to the endpoints of one service. Requests read the concurrent map; the control path
 * writes it, one thread at a time.
 */
final class EndpointTransports {
  private final Function<Endpoint, EndpointTransport> factory;
  private final ConcurrentMap<EndpointId, EndpointTransport> transports = new ConcurrentHashMap<>();

  EndpointTransports(Function<Endpoint, EndpointTransport> factory) {
    this.factory = factory;
  }

  /** The way to an endpoint, or null if it is gone. */
  @Nullable EndpointTransport get(EndpointId id) {
    return transports.get(id);
  }

  /** How many endpoints there is a way to. */
  int size() {
    return transports.size();
  }

  /** From now on there is a way to each of these, and still to those before. */
  void add(Collection<Endpoint> endpoints) {
    for (Endpoint endpoint : endpoints) {
      transports.computeIfAbsent(endpoint.id(), id -> factory.apply(endpoint));
    }
  }

  /** From now on there is a way to these only; the others drain. */
  void retain(Collection<Endpoint> endpoints) {
    Set<EndpointId> ids = endpoints.stream().map(Endpoint::id).collect(Collectors.toSet());
    transports
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !ids.contains(entry.getKey());
              if (gone) {
                entry.getValue().drain();
              }
              return gone;
            });
  }
}
