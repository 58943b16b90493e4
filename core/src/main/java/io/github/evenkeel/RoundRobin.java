/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * One host after the other; with unequal weights by {@link StrideSchedule}.
 *
 * <p>A retry passes over the hosts it was sent to and takes the next. Were it to count among the
 * rest only, as a cycle of its own, then the turns it takes would be lost to some hosts and doubled
 * for others.
 */
final class RoundRobin extends Algorithm {
  /** How many turns a retry under weights passes over before it takes just any untried host. */
  private static final int PATIENCE = 64;

  RoundRobin() {
    super("roundRobin");
  }

  @Override
  SelectorFactory newSelectors(Supplier<? extends RandomGenerator> random) {
    // Both outlive the snapshots: were they to begin at 0 with each, the first hosts would get a
    // multiple of the others' load while endpoints change. And begin at random, or all clients that
    // start together would visit the hosts in step (trap 9).
    SharedCounter turn = new SharedCounter(random.get().nextLong());
    StrideSchedule.Carrier carrier = new StrideSchedule.Carrier(random);
    return hosts -> {
      if (!hosts.isWeighted()) {
        return (request, now) -> next(hosts, request, turn).begin(now);
      }
      StrideSchedule schedule = carrier.scheduleOver(hosts);
      return (request, now) -> next(hosts, request, schedule).begin(now);
    };
  }

  private static Host next(HostSet hosts, RequestContext request, SharedCounter turn) {
    for (int i = 0; i < hosts.size(); i++) {
      Host host = hosts.get(Math.floorMod(turn.getAndIncrement(), hosts.size()));
      if (!request.tried().contains(host.id())) {
        return host;
      }
    }
    return hosts.get(Math.floorMod(turn.getAndIncrement(), hosts.size()));
  }

  private static Host next(HostSet hosts, RequestContext request, StrideSchedule schedule) {
    for (int i = 0; i < PATIENCE; i++) {
      Host host = hosts.get(schedule.next());
      if (!request.tried().contains(host.id())) {
        return host;
      }
    }
    return hosts.untriedBy(request).get(0);
  }
}
