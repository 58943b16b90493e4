/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A hash algorithm in which no host gets far more than the average. */
final class BoundedLoads extends Algorithm {
  private final HashAlgorithm hash;
  private final double factor;

  BoundedLoads(HashAlgorithm hash, double factor) {
    super(hash + ".boundedLoads(" + factor + ")", new Bounded());
    if (!(factor > 1) || Double.isInfinite(factor)) {
      throw new IllegalArgumentException(
          "c of boundedLoads must be finite and above 1, but was " + factor);
    }
    this.hash = hash;
    this.factor = factor;
  }

  @Override
  boolean followsWeights() {
    return false;
  }

  @Override
  SelectorFactory newSelectors(Supplier<? extends RandomGenerator> random) {
    KeyTableFactory tables = hash.newTables();
    return hosts -> {
      KeyTable table = tables.over(hosts);
      Draw draw = Draw.from(hosts);
      Ledger ledger = gauge(hosts, 0).ledger();
      return (request, now) -> {
        Host host = null;
        ledger.add(1);
        try {
          String key = request.affinityKeyOrNull();
          host =
              key == null
                  ? beginAnywhere(hosts, draw, random.get(), request, now)
                  : begin(hosts, table, KeyHash.of(key), request);
        } finally {
          if (host == null) {
            ledger.add(-1);
          }
        }
        return host;
      };
    };
  }

  private @Nullable Host begin(HostSet hosts, KeyTable table, long hash, RequestContext request) {
    int index = 0;
    // Few are full: their loads cannot add up to more than all. So a few jumps find room, unless c
    // is close to 1.
    for (int i = 0; i < hosts.size(); i++) {
      index = table.owner(hash);
      if (!isTried(hosts.get(index), request) && hasBegun(hosts, index)) {
        return hosts.get(index);
      }
      hash = KeyHash.next(hash);
    }
    return beginWhereThereIsRoom(hosts, order(hosts, index, hash), request);
  }

  /** The less loaded of two different hosts drawn by chance, if it has room. */
  private @Nullable Host beginAnywhere(
      HostSet hosts, Draw draw, RandomGenerator random, RequestContext request, long now) {
    int index = 0;
    for (int i = 0; i < hosts.size(); i++) {
      long bits = random.nextLong();
      int one = draw.index((int) bits);
      int other = draw.index((int) (bits >>> Integer.SIZE));
      if (other == one && hosts.size() > 1) {
        // Any of the others, so that without weights all pairs are equally likely (trap 7).
        other = (one + 1 + random.nextInt(hosts.size() - 1)) % hosts.size();
      }
      index = load(hosts, other, now) < load(hosts, one, now) ? other : one;
      if (!isTried(hosts.get(index), request) && hasBegun(hosts, index)) {
        return hosts.get(index);
      }
    }
    long hash = hosts.isWeighted() ? random.nextLong() : 0;
    return beginWhereThereIsRoom(hosts, order(hosts, index, hash), request);
  }

  private static double load(HostSet hosts, int index, long now) {
    return hosts.gauge(index).load(hosts.stride(index), 0, now);
  }

  /**
   * All hosts in the order of the last resort, where draws by chance, the last of {@code index},
   * have found no room. Under weights they may all have met one that outweighs the others, whose
   * neighbour must not get all that it cannot take.
   */
  private static IntUnaryOperator order(HostSet hosts, int index, long hash) {
    if (hosts.isWeighted()) {
      int[] ranking = Rendezvous.ranking(hosts, hash);
      return i -> ranking[i];
    }
    return i -> (index + i) % hosts.size();
  }

  /**
   * Looks at all. Since c is above 1, there is room on some host (trap 14), and if not on an
   * untried one, then on another; unless other requests have begun or ended during the look, when
   * it looks again. Only where hosts were removed meanwhile, with requests that no longer count,
   * those that are left may all be full until some have ended; then it returns null.
   */
  private @Nullable Host beginWhereThereIsRoom(
      HostSet hosts, IntUnaryOperator order, RequestContext request) {
    for (boolean untriedOnly = true; ; untriedOnly = false) {
      for (int i = 0; i < hosts.size(); i++) {
        int index = order.applyAsInt(i);
        if (!(untriedOnly && isTried(hosts.get(index), request)) && hasBegun(hosts, index)) {
          return hosts.get(index);
        }
      }
      if (IntStream.range(0, hosts.size()).anyMatch(i -> gauge(hosts, i).isRetired())) {
        return null;
      }
    }
  }

  private boolean hasBegun(HostSet hosts, int index) {
    return gauge(hosts, index).beginIfWithin(factor, hosts.size(), hosts.weight(index));
  }

  private static BoundedGauge gauge(HostSet hosts, int index) {
    return (BoundedGauge) hosts.gauge(index);
  }

  private static boolean isTried(Host host, RequestContext request) {
    return !request.tried().isEmpty() && request.tried().contains(host.id());
  }

  /** Requests in flight, counted so that a bound on them can be kept. */
  private static final class Bounded extends Load {
    Bounded() {
      super("inFlight");
    }

    @Override
    GaugeFactory newGauges() {
      Ledger ledger = new Ledger();
      return () -> new BoundedGauge(ledger);
    }
  }
}
