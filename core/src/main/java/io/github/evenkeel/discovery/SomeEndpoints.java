/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.discovery;

import com.google.common.hash.Hashing;
import io.github.evenkeel.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps some of the endpoints of a large service, others for each client: those with the highest
 * hash of client and endpoint. So a change moves no more connections than it must (rendezvous
 * hashing; Thaler and Ravishankar, 1998).
 */
final class SomeEndpoints extends Composition {
  /** For fewer endpoints, too few clients would share one, and the load would be too uneven. */
  static final int FEWEST = 100;

  private final int size;
  private final String client;
  private final Input input = newInput();

  SomeEndpoints(String description, int size, String client) {
    super(description);
    this.size = size;
    this.client = client;
  }

  @Override
  List<Input> inputs() {
    return List.of(input);
  }

  @Override
  void update() {
    List<Endpoint> endpoints = input.endpoints();
    report(endpoints == null ? null : some(endpoints), input.problems());
  }

  /**
   * Endpoints that take no requests from others, since they are terminating or drained, take no
   * place from them, either.
   */
  private List<Endpoint> some(List<Endpoint> endpoints) {
    if (endpoints.size() < FEWEST) {
      return endpoints;
    }
    List<Ranked> ranked =
        endpoints.stream()
            .map(endpoint -> new Ranked(endpoint, hash(endpoint)))
            .sorted(Comparator.comparingLong(Ranked::hash).reversed())
            .toList();
    List<Endpoint> some = new ArrayList<>();
    int inUse = 0;
    for (int i = 0; i < ranked.size() && inUse < size; i++) {
      Endpoint endpoint = ranked.get(i).endpoint();
      some.add(endpoint);
      inUse += endpoint.isTerminating() || endpoint.weight() == 0 ? 0 : 1;
    }
    return some;
  }

  private record Ranked(Endpoint endpoint, long hash) {}

  private long hash(Endpoint endpoint) {
    return Hashing.murmur3_128()
        .newHasher()
        .putString(client, StandardCharsets.UTF_8)
        .putChar('\n')
        .putString(endpoint.id().toString(), StandardCharsets.UTF_8)
        .hash()
        .asLong();
  }
}
