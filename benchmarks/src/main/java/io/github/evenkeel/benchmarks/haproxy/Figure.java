/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

import static java.util.Objects.requireNonNull;

import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A figure by which contestants are compared. */
enum Figure {
  SHARE("share of capacity", "%.3f", Outcome::share, Math::max),
  P50("p50, ms", "%.1f", Outcome::p50, Math::min),
  P99("p99, ms", "%.0f", Outcome::p99, Math::min),
  /** Not compared: one that is deeper is no worse by itself, and the least is 0. */
  DEEPEST_QUEUE("deepest queue at a pod", "%.0f", Outcome::deepestQueue, null),
  /** Not compared: where pods differ, an even spread is not what one wants. */
  SPREAD("most / mean", "%.2f", Outcome::spread, null);

  private final String label;
  private final String format;

  @SuppressWarnings("ImmutableEnumChecker") // A method reference.
  private final ToDoubleFunction<Outcome> figure;

  @SuppressWarnings("ImmutableEnumChecker") // A method reference.
  private final @Nullable DoubleBinaryOperator better;

  Figure(
      String label,
      String format,
      ToDoubleFunction<Outcome> figure,
      @Nullable DoubleBinaryOperator better) {
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

  /** Whether one value is better than another. */
  boolean isCompared() {
    return better != null;
  }

  /** The better one of two. */
  double better(double one, double other) {
    return requireNonNull(better).applyAsDouble(one, other);
  }
}
