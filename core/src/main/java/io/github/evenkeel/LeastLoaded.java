/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The least loaded host, by looking at all. Those that tie take turns: the scan begins after the
 * host that was picked last, and takes the first of the least. (Were it to begin one further each
 * time, a host that follows a busy one would get that one's turns as well.)
 */
final class LeastLoaded extends Algorithm {
  /**
   * How often to search the scores, some of which may turn out to be too low or change meanwhile.
   * Then all hosts are weighed.
   */
  private static final int ATTEMPTS = 8;

  private final Load load;

  LeastLoaded(String name, Load load) {
    super(name, load);
    this.load = load;
  }

  @Override
  GaugeFactory newGauges() {
    return load.newGaugesToScan();
  }

  @Override
  SelectorFactory newSelectors(Supplier<? extends RandomGenerator> random) {
    // Of equally loaded hosts the one that is least ahead is picked, so it is hardly ever ahead.
    WeightedTurns turns = new WeightedTurns(0);
    // Begins at random, or all clients that start together would visit the hosts in step.
    SearchStart start = new SearchStart(random.get().nextInt(Integer.MAX_VALUE));
    return hosts -> {
      ScoredHosts scored = ScoredHosts.of(hosts);
      HostSet all = scored == null ? hosts : scored.inOrder();
      return (request, now) -> {
        if (scored != null && request.tried().isEmpty()) {
          Host host = begin(scored, start, now);
          if (host != null) {
            return host;
          }
        }
        return begin(all.untriedBy(request), scored, turns, start, now);
      };
    };
  }

  /** Returns null if scores alone do not tell. */
  private static @Nullable Host begin(ScoredHosts hosts, SearchStart start, long now) {
    for (int i = 0; i < ATTEMPTS; i++) {
      long least = hosts.least();
      if (least >= Scoreboard.BARRED) {
        // All were removed since this snapshot was taken.
        return null;
      }
      int slot = hosts.find(least, start.get());
      if (slot < 0) {
        continue;
      }
      Host host = hosts.host(slot);
      // Failures only ever add to a load: if the one with the lowest score has none, it has the
      // least load; else all must be weighed.
      if (host == null || host.gauge().failing(now) > 0) {
        return null;
      }
      // Of two threads that found the same host idle, one looks again.
      ScoredGauge.Bid bid = ((ScoredGauge) host.gauge()).beginIfLeast(least, now);
      if (bid == ScoredGauge.Bid.BEGUN) {
        start.set(slot + 1);
        return host;
      }
      if (bid == ScoredGauge.Bid.FORESTALLED && i > 0) {
        start.collided();
      }
    }
    return null;
  }

  /**
   * Looks at all hosts, which are in the order of their slots if they have {@code scores}: requests
   * find what they pick now by the scores and now here, and must go round the same way (trap 5).
   */
  private static Host begin(
      HostSet hosts,
      @Nullable ScoredHosts scores,
      WeightedTurns turns,
      SearchStart start,
      long now) {
    int size = hosts.size();
    boolean weighted = hosts.isWeighted();
    int index = scores == null ? start.get() % size : scores.indexFrom(start.get(), hosts);
    int best = index;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      Gauge gauge = hosts.gauge(index);
      double load = weighted ? turns.load(gauge, hosts.stride(index), now) : gauge.load(now);
      if (load < least) {
        least = load;
        best = index;
      }
      if (++index == size) {
        index = 0;
      }
    }
    Host host = hosts.get(best);
    start.set((scores == null ? best : ScoredHosts.slot(host)) + 1);
    if (weighted) {
      turns.take(host.gauge(), hosts.stride(best), size);
    }
    return host.begin(now);
  }
}
