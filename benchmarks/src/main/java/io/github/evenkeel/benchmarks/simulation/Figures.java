/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import java.util.Locale;

/** How the report writes numbers, the same in every locale. */
final class Figures {
  private Figures() {}

  static String format(double value, int decimals) {
    if (Double.isNaN(value)) {
      return "–";
    }
    return Double.isInfinite(value)
        ? "∞"
        : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  static String format(Estimate estimate, int decimals) {
    return Double.isFinite(estimate.mean())
        ? format(estimate.mean(), decimals) + " ± " + format(estimate.margin(), decimals)
        : format(estimate.mean(), decimals);
  }

  static String percent(Estimate share) {
    return share.mean() == 0
        ? "0"
        : format(new Estimate(100 * share.mean(), 100 * share.margin()), 2) + "%";
  }
}
