/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.eligible;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Seeds;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SharesTest {
  private static Map<String, Double> capacity(double a, double b, double c) {
    return Map.of("a", a, "b", b, "c", c);
  }

  @Test
  void whereEachGroupHasItsShareOfTheHostsNothingLeavesIt() {
    assertEquals(Map.of("b", 1.0), Shares.of("b", capacity(4, 4, 4), Map.of()));
  }

  @Test
  void aGroupWithFewHostsKeepsWhatTheseCanServe() {
    Map<String, Double> shares = Shares.of("c", capacity(5, 4, 1), Map.of());

    assertEquals(0.3, shares.getOrDefault("c", 0.0), 1e-9);
    assertEquals(0.7 * 5 / 7, shares.getOrDefault("a", 0.0), 1e-9);
    assertEquals(0.7 * 2 / 7, shares.getOrDefault("b", 0.0), 1e-9);
  }

  @Test
  void aGroupWithoutHostsGoesWhereThereAreHostsToSpare() {
    assertEquals(Map.of("a", 1.0), Shares.of("z", Map.of("a", 2.0), Map.of()));
  }

  @Test
  void howTheCallersAreSpreadCounts() {
    Map<String, Double> shares = Shares.of("a", capacity(4, 4, 4), Map.of("a", 8, "b", 1, "c", 1));

    assertEquals(10.0 / 24, shares.getOrDefault("a", 0.0), 1e-9);
    assertEquals(shares.getOrDefault("b", 0.0), shares.getOrDefault("c", 0.0), 1e-9);
  }

  @Test
  void aCallerThatIsNotAmongTheCallersStays() {
    assertEquals(Map.of("a", 1.0), Shares.of("a", capacity(1, 1, 1), Map.of("b", 3)));
  }

  /** The point of the rule: if all keep to it, no host gets more than another. */
  @Test
  void ifAllCallersKeepToItEachHostGetsTheSame() {
    Seeds.check(
        2_000,
        random -> {
          Map<String, Double> capacity = new HashMap<>();
          Map<String, Integer> callers = new HashMap<>();
          int groups = random.nextInt(1, 6);
          for (int i = 0; i < groups; i++) {
            put(capacity, callers, "zone" + i, random);
          }
          if (capacity.isEmpty()) {
            capacity.put("zone0", 1.0);
          }
          if (callers.isEmpty()) {
            callers.put("zone1", 1);
          }
          double all = capacity.values().stream().mapToDouble(Double::doubleValue).sum();
          int allCallers = callers.values().stream().mapToInt(Integer::intValue).sum();
          Map<String, Double> load = new HashMap<>();
          callers.forEach(
              (group, count) -> {
                Map<String, Double> shares = Shares.of(group, capacity, callers);
                assertEquals(
                    1, shares.values().stream().mapToDouble(Double::doubleValue).sum(), 1e-9);
                assertTrue(capacity.keySet().containsAll(shares.keySet()));
                shares.forEach(
                    (to, share) -> load.merge(to, share * count / allCallers, Double::sum));
              });
          capacity.forEach(
              (group, weight) ->
                  assertEquals(weight / all, load.getOrDefault(group, 0.0), 1e-9, group));
        });
  }

  private static void put(
      Map<String, Double> capacity,
      Map<String, Integer> callers,
      String group,
      SplittableRandom random) {
    int hosts = random.nextInt(5);
    int count = random.nextInt(5);
    if (hosts > 0) {
      capacity.put(group, (double) hosts);
    }
    if (count > 0) {
      callers.put(group, count);
    }
  }
}
