/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.overhead;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Two sides of a contest, measured in neighbouring rounds.
 *
 * @param pairs at least one
 */
record Comparison(List<Pair> pairs) {
  Comparison {
    pairs = List.copyOf(pairs);
  }

  /** Both in one. */
  Comparison and(Comparison other) {
    return new Comparison(Stream.concat(pairs.stream(), other.pairs.stream()).toList());
  }

  Median throughputRatio() {
    return median(Pair::throughputRatio);
  }

  Median extraMicros() {
    return median(Pair::extraMicros);
  }

  Median extraCpuMicros() {
    return median(Pair::extraCpuMicros);
  }

  Median extraBytes() {
    return median(Pair::extraBytes);
  }

  Median bareMicros() {
    return median(pair -> pair.bare().microsPerCall());
  }

  Median wrappedMicros() {
    return median(pair -> pair.wrapped().microsPerCall());
  }

  private Median median(ToDoubleFunction<Pair> figure) {
    return Median.of(pairs.stream().mapToDouble(figure).toArray());
  }
}
