/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;

/** A figure by which contestants are compared. */
enum Figure {
  SHARE("share of capacity", "%.3f", Outcome::share, Math::max),
  P50("p50, ms", "%.1f", Outcome::p50, Math::min),
  P99("p99, ms", "%.0f", Outcome::p99, Math::min);

  private final String label;
  private final String format;

  @SuppressWarnings("ImmutableEnumChecker") // A method reference.
  private final ToDoubleFunction<Outcome> figure;

  @SuppressWarnings("ImmutableEnumChecker") // A method reference.
  private final DoubleBinaryOperator better;

  Figure(
      String label, String format, ToDoubleFunction<Outcome> figure, DoubleBinaryOperator better) {
    this.label = label;
    this.format = format;
    this.figure = figure;
    this.better = better;
  }

  String label() {
    return label;
  }

  String format() {
    return format;
  }

  double of(Outcome outcome) {
    return figure.applyAsDouble(outcome);
  }

  /** The better one of two. */
  double better(double one, double other) {
    return better.applyAsDouble(one, other);
  }
}
