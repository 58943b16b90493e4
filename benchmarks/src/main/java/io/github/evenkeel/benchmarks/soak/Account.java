/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.soak;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;

/** Counts fates, and keeps the first few that should not be. Written by all clients. */
final class Account {
  private static final int KEPT = 20;

  private final ConcurrentMap<Fate, Long> counts = new ConcurrentHashMap<>();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();

  /**
   * A request is over.
   *
   * @param request what to say of it if it should not have come to this
   */
  void add(Fate fate, String request) {
    counts.merge(fate, 1L, Long::sum);
    if (fate.isViolation() && violations.size() < KEPT) {
      violations.add(fate + ": " + request);
    }
  }

  Map<Fate, Long> counts() {
    return Map.copyOf(counts);
  }

  List<String> examples() {
    return List.copyOf(violations);
  }
}
