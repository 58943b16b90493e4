/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The host with the fewest requests in flight, by looking at all. */
final class LeastRequest extends Algorithm {
  LeastRequest() {
    super("leastRequest");
  }

  @Override
  SelectorFactory newSelectors(Supplier<? extends RandomGenerator> random) {
    AtomicLong turn = new AtomicLong(random.get().nextLong());
    return hosts -> request -> leastLoaded(hosts.untriedBy(request), turn.getAndIncrement());
  }

  /**
   * Those that tie for the least take turns. Beginning the scan at a moving place and taking the
   * first of them would not do: one that follows a busy host would get that host's turns as well.
   */
  private static Host leastLoaded(HostSet hosts, long turn) {
    int least = Integer.MAX_VALUE;
    int ties = 0;
    for (int i = 0; i < hosts.size(); i++) {
      int load = hosts.get(i).inFlight();
      if (load < least) {
        least = load;
        ties = 1;
      } else if (load == least) {
        ties++;
      }
    }
    int skip = Math.floorMod(turn, ties);
    Host last = hosts.get(0);
    for (int i = 0; i < hosts.size(); i++) {
      Host host = hosts.get(i);
      if (host.inFlight() <= least) {
        last = host;
        if (skip-- == 0) {
          return host;
        }
      }
    }
    // Others were picked between the two looks. The last that tied will do.
    return last;
  }
}
