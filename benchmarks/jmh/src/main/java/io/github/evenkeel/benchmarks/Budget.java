/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import java.util.OptionalDouble;

/** What a pick may cost, in multiples of the floor. */
enum Budget {
  /** For an algorithm whose cost does not depend on the number of endpoints. */
  CONSTANT(1.5, 1.5, 1.5),
  /** For a hash with bounded loads. */
  BOUNDED_LOADS(2.5, 2.5, 2.5),
  /** For the default algorithm. */
  DEFAULT(2, 3, 8),
  /** For what has no goal: peers, and algorithms whose cost grows with the endpoints. */
  NONE(Double.NaN, Double.NaN, Double.NaN);

  private final double at10;
  private final double at100;
  private final double at1000;

  Budget(double at10, double at100, double at1000) {
    this.at10 = at10;
    this.at100 = at100;
    this.at1000 = at1000;
  }

  /** The goal at this number of endpoints, if there is one. */
  OptionalDouble at(int endpoints) {
    double bound = endpoints <= 10 ? at10 : endpoints <= 100 ? at100 : at1000;
    return this == NONE ? OptionalDouble.empty() : OptionalDouble.of(bound);
  }

  /** The goal in a table. */
  @Override
  public String toString() {
    return switch (this) {
      case CONSTANT, BOUNDED_LOADS -> "≤ " + at10 + "×";
      case DEFAULT -> "≤ %.0f×, %.0f×, %.0f×".formatted(at10, at100, at1000);
      case NONE -> "–";
    };
  }
}
