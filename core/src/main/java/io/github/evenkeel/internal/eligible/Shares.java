/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.eligible;

import java.util.HashMap;
import java.util.Map;

/**
 * Which share of a caller's requests each group of hosts gets, where groups are zones, or the nodes
 * of a zone. The rule is that of Envoy's zone aware routing: requests stay in the caller's group as
 * far as its share of the hosts covers its share of the callers. What it cannot cover goes to the
 * groups with hosts to spare, in proportion to what they can spare. If all callers keep to it, each
 * host gets the same.
 */
final class Shares {
  private Shares() {}

  /**
   * Returns the share of each group that gets any; they add up to 1.
   *
   * @param own the caller's group
   * @param capacity what the hosts of each group weigh together; at least one, each above 0
   * @param callers how many callers are in each group; if empty, as many in one as in another
   */
  static Map<String, Double> of(
      String own, Map<String, Double> capacity, Map<String, Integer> callers) {
    Map<String, Double> hosts = normalized(capacity);
    Map<String, Double> wanted = normalized(callers.isEmpty() ? evenly(own, capacity) : callers);
    double need = wanted.getOrDefault(own, 0.0);
    double here = hosts.getOrDefault(own, 0.0);
    // A caller that is not among the callers is one of few.
    double stays = here == 0 ? 0 : here >= need ? 1 : here / need;

    Map<String, Double> shares = new HashMap<>();
    if (stays > 0) {
      shares.put(own, stays);
    }
    if (stays < 1) {
      Map<String, Double> spare = new HashMap<>();
      hosts.forEach(
          (group, share) -> {
            double rest = share - wanted.getOrDefault(group, 0.0);
            if (rest > 0 && !group.equals(own)) {
              spare.put(group, rest);
            }
          });
      normalized(spare.isEmpty() ? hosts : spare)
          .forEach((group, share) -> shares.merge(group, (1 - stays) * share, Double::sum));
    }
    return shares;
  }

  private static Map<String, Integer> evenly(String own, Map<String, Double> capacity) {
    Map<String, Integer> callers = new HashMap<>();
    capacity.keySet().forEach(group -> callers.put(group, 1));
    callers.put(own, 1);
    return callers;
  }

  private static Map<String, Double> normalized(Map<String, ? extends Number> parts) {
    double sum = parts.values().stream().mapToDouble(Number::doubleValue).sum();
    Map<String, Double> shares = new HashMap<>();
    parts.forEach((group, part) -> shares.put(group, part.doubleValue() / sum));
    return shares;
  }
}
