/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Sends requests of one affinity key to one endpoint, by a hash of the key that all clients share.
 * Endpoints own keys in proportion to their weights.
 *
 * <p>If the endpoint that owns the key was tried for the request before, its next choice is where
 * the hash of the key's hash belongs, and so on: as good as a draw by chance for each key, so that
 * the keys of one endpoint do not all move on to its neighbour. A request without a key goes to the
 * less loaded of two endpoints, as under {@link Algorithms#powerOfTwoChoices}.
 */
public abstract class HashAlgorithm extends Algorithm {
  HashAlgorithm(String name) {
    super(name);
  }

  /**
   * Returns this algorithm with bounded loads: no endpoint gets a request that would take it above
   * {@code ceil(c * (m + 1) / n)} requests in flight, where {@code m} are in flight from this
   * client on all {@code n} endpoints; under unequal weights, above its share of {@code c * (m +
   * 1)}. A request whose key belongs on an endpoint that is full goes to the key's next choice.
   * Holds exactly, however many threads begin and end requests; {@code m} includes those for which
   * an endpoint is being chosen at that moment.
   *
   * <p>Mirrokni, Thorup and Zadimoghaddam, "Consistent Hashing with Bounded Loads", 2016; HAProxy's
   * {@code hash-balance-factor}, which is {@code 100 * c}.
   *
   * @param c how far above the average an endpoint may go; above 1. 1.25 to 2 is sensible: near 1
   *     keys move often, and far above a hot key is hardly bounded.
   * @throws IllegalArgumentException if {@code c} is not finite or not above 1
   */
  public final Algorithm boundedLoads(double c) {
    return new BoundedLoads(this, c);
  }

  /** Returns the tables of one balancer. */
  abstract KeyTableFactory newTables();

  @Override
  final boolean followsWeights() {
    return false;
  }

  @Override
  final SelectorFactory newSelectors(Supplier<? extends RandomGenerator> random) {
    KeyTableFactory tables = newTables();
    SelectorFactory choices = Algorithms.powerOfTwoChoices().newSelectors(random);
    return hosts -> {
      KeyTable table = tables.over(hosts);
      Selector keyless = choices.over(hosts);
      return (request, now) -> {
        String key = request.affinityKeyOrNull();
        return key == null
            ? keyless.begin(request, now)
            : home(hosts, table, key, request).begin(now);
      };
    };
  }

  private static Host home(HostSet hosts, KeyTable table, String key, RequestContext request) {
    long hash = KeyHash.of(key);
    Host home = hosts.get(table.owner(hash));
    if (request.tried().isEmpty()) {
      return home;
    }
    Host choice = home;
    for (int i = 0; i < hosts.size() && request.tried().contains(choice.id()); i++) {
      hash = KeyHash.next(hash);
      choice = hosts.get(table.owner(hash));
    }
    if (request.tried().contains(choice.id())) {
      // Chance has missed those that are left, or all were tried.
      int[] ranking = Rendezvous.ranking(hosts, hash);
      for (int index : ranking) {
        if (!request.tried().contains(hosts.get(index).id())) {
          return hosts.get(index);
        }
      }
      return hosts.get(ranking[0]);
    }
    return choice;
  }
}
