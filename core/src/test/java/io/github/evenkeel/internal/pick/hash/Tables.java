/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick.hash;

import io.github.evenkeel.Algorithms;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.Hosts;
import java.util.List;

/** Tables of the hash algorithms with their default options. */
final class Tables {
  private Tables() {}

  static KeyTable of(String algorithm, List<Endpoint> endpoints) {
    long[] hashes = endpoints.stream().mapToLong(endpoint -> KeyHash.of(endpoint.id())).toArray();
    return factory(algorithm).tableOf(Hosts.of(endpoints), hashes);
  }

  private static KeyTableFactory factory(String algorithm) {
    return switch (algorithm) {
      case "ringHash" -> new Rings((Algorithms.RingHash) Algorithms.ringHash());
      case "maglev" -> new MaglevTables(((Algorithms.Maglev) Algorithms.maglev()).tableSize());
      case "rendezvous" -> Rendezvous::tableOf;
      default -> throw new AssertionError(algorithm);
    };
  }
}
