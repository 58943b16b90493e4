/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A key keeps the host that it first got, as long as there is that host. */
final class Sticky extends Algorithm {
  static final int DEFAULT_MAXIMUM_KEYS = 100_000;

  private final int maximumKeys;

  Sticky(int maximumKeys) {
    super("sticky");
    if (maximumKeys < 1) {
      throw new IllegalArgumentException(
          "maximum number of keys of sticky must be at least 1, but was " + maximumKeys);
    }
    this.maximumKeys = maximumKeys;
  }

  @Override
  SelectorFactory newSelectors(Supplier<? extends RandomGenerator> random) {
    SelectorFactory choices = Algorithms.powerOfTwoChoices().newSelectors(random);
    Homes homes = new Homes(maximumKeys);
    return hosts -> {
      Selector choice = choices.over(hosts);
      Map<EndpointId, Host> byId = new HashMap<>();
      for (int i = 0; i < hosts.size(); i++) {
        byId.put(hosts.get(i).id(), hosts.get(i));
      }
      return (request, now) -> {
        String key = request.affinityKeyOrNull();
        return key == null
            ? choice.begin(request, now)
            : begin(key, homes, byId, choice, request, now);
      };
    };
  }

  private static @Nullable Host begin(
      String key,
      Homes homes,
      Map<EndpointId, Host> hosts,
      Selector choice,
      RequestContext request,
      long now) {
    EndpointId home = homes.get(key);
    Host host = home == null ? null : hosts.get(home);
    if (host != null && !request.tried().contains(host.id())) {
      return host.begin(now);
    }
    Host chosen = choice.begin(request, now);
    if (host != null || chosen == null) {
      // It was tried in vain for this request, which says nothing of the next.
      return chosen;
    }
    Host agreed = hosts.get(homes.settle(key, home, chosen.id()));
    if (agreed == null || agreed == chosen) {
      return chosen;
    }
    // Another request of this key was quicker to choose.
    chosen.gauge().undo(now);
    return agreed.begin(now);
  }

  /**
   * Which key lives where. Two generations: a key that is used is in the young one, and when that
   * has half of the keys, it becomes the old one, and what was in the old one is forgotten. So the
   * keys in use are kept, at no cost for a key that is in the young generation but to look it up.
   *
   * <p>Written and read by every thread. Looking up locks nothing; a new key may wait for another
   * new key in the same bin of the hash map.
   */
  private static final class Homes {
    private static final AtomicReferenceFieldUpdater<Homes, Generations> GENERATIONS =
        AtomicReferenceFieldUpdater.newUpdater(Homes.class, Generations.class, "generations");

    private final int generationSize;
    private volatile Generations generations =
        new Generations(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());

    Homes(int maximumKeys) {
      this.generationSize = maximumKeys - maximumKeys / 2; // Half, rounded up.
    }

    @Nullable EndpointId get(String key) {
      Generations present = generations;
      EndpointId home = present.young.get(key);
      if (home == null) {
        home = present.old.get(key);
        if (home != null) {
          return settle(key, null, home);
        }
      }
      return home;
    }

    /**
     * Makes {@code chosen} the key's home if that still is {@code before}, and returns what it is
     * then.
     */
    EndpointId settle(String key, @Nullable EndpointId before, EndpointId chosen) {
      Generations present = generations;
      if (before != null && present.young.replace(key, before, chosen)) {
        return chosen;
      }
      EndpointId settled = present.young.putIfAbsent(key, chosen);
      if (settled != null) {
        return settled;
      }
      if (present.young.size() >= generationSize) {
        GENERATIONS.compareAndSet(
            this, present, new Generations(new ConcurrentHashMap<>(), present.young));
      }
      return chosen;
    }
  }

  private record Generations(
      ConcurrentMap<String, EndpointId> young, ConcurrentMap<String, EndpointId> old) {}
}
