/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.util.ArrayList;
import java.util.List;

/** All algorithms, for what holds whichever it is. */
public final class EveryAlgorithm {
  private EveryAlgorithm() {}

  public static List<Algorithm> all() {
    List<Algorithm> all = new ArrayList<>();
    all.add(Algorithms.adaptiveStride());
    all.add(Algorithms.random());
    all.add(Algorithms.roundRobin());
    all.add(Algorithms.leastRequest());
    all.add(Algorithms.powerOfTwoChoices());
    all.add(Algorithms.peakEwma());
    all.add(Algorithms.sticky());
    all.addAll(hashing());
    all.addAll(bounded());
    return all;
  }

  public static List<HashAlgorithm> hashing() {
    return List.of(Algorithms.ringHash(), Algorithms.maglev(), Algorithms.rendezvous());
  }

  public static List<Algorithm> bounded() {
    return hashing().stream().<Algorithm>map(hash -> hash.boundedLoads(1.25)).toList();
  }
}
