/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Pearson's test of whether counts are what chance makes of shares. */
public final class ChiSquare {
  private ChiSquare() {}

  /**
   * Fails if counts as far off the shares as these would come about by chance in fewer than one of
   * a million cases.
   */
  public static <T> void assertShares(
      Collection<T> things, ToDoubleFunction<T> share, Map<T, Integer> counts) {
    double shares = things.stream().mapToDouble(share).sum();
    double total = counts.values().stream().mapToInt(Integer::intValue).sum();
    double statistic = 0;
    for (T thing : things) {
      double expected = total * share.applyAsDouble(thing) / shares;
      double off = counts.getOrDefault(thing, 0) - expected;
      statistic += off * off / expected;
    }
    double limit = oneInAMillion(things.size() - 1);
    assertTrue(
        statistic <= limit, "chi-square is " + statistic + ", at most " + limit + ": " + counts);
  }

  /** The quantile, by the approximation of Wilson and Hilferty. */
  private static double oneInAMillion(int degreesOfFreedom) {
    double spread = 2.0 / (9 * degreesOfFreedom);
    return degreesOfFreedom * Math.pow(1 - spread + 4.753 * Math.sqrt(spread), 3);
  }
}
