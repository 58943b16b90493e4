/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** One host after the other. */
final class RoundRobin extends Algorithm {
  RoundRobin() {
    super("roundRobin");
  }

  @Override
  SelectorFactory newSelectors(Supplier<? extends RandomGenerator> random) {
    // Outlives the snapshots: were it to begin at 0 with each, the first hosts would get a multiple
    // of the others' load while endpoints change (trap 9). Begins at random, or all clients that
    // start together would visit the hosts in step.
    AtomicLong next = new AtomicLong(random.get().nextLong());
    return hosts -> request -> next(hosts, request, next);
  }

  /**
   * A retry passes over the hosts it was sent to and takes the next. Were it to count among the
   * rest only, as a cycle of its own, then the turns it takes would be lost to some hosts and
   * doubled for others.
   */
  private static Host next(HostSet hosts, RequestContext request, AtomicLong turn) {
    for (int i = 0; i < hosts.size(); i++) {
      Host host = hosts.get(Math.floorMod(turn.getAndIncrement(), hosts.size()));
      if (!request.tried().contains(host.endpoint().id())) {
        return host;
      }
    }
    return hosts.get(Math.floorMod(turn.getAndIncrement(), hosts.size()));
  }
}
