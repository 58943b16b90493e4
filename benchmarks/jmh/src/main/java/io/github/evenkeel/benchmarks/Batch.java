/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import java.util.List;

/**
 * Cells that one call of JMH measures: all contenders at all sizes.
 *
 * @param benchmark the class
 * @param method the method
 * @param contenders who is measured
 * @param scene what the hosts are like
 * @param sizes how many hosts there are
 * @param threads how many threads send requests
 */
record Batch(
    Class<?> benchmark,
    String method,
    List<Contender> contenders,
    Scene scene,
    List<Integer> sizes,
    int threads) {
  Batch {
    contenders = List.copyOf(contenders);
    sizes = List.copyOf(sizes);
  }

  int forks() {
    return contenders.size() * sizes.size();
  }
}
