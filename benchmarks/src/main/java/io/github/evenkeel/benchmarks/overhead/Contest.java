/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.overhead;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Measures two sides in short rounds that take turns: bare, wrapped, wrapped, bare, and so on, so
 * that neither is always the one after the other, and what changes slowly cancels.
 *
 * @param round how long a round is
 * @param warmUps how many rounds of each go before and do not count
 * @param pairs how many pairs of rounds count
 */
record Contest(Duration round, int warmUps, int pairs) {

  Comparison hold(int threads, Crew.Work bare, Crew.Work wrapped)
      throws InterruptedException, ExecutionException {
    try (Crew crew = new Crew(threads)) {
      for (int i = 0; i < warmUps; i++) {
        pair(crew, bare, wrapped, i % 2 == 0);
      }
      List<Pair> measured = new ArrayList<>();
      for (int i = 0; i < pairs; i++) {
        measured.add(pair(crew, bare, wrapped, i % 2 == 0));
      }
      return new Comparison(measured);
    }
  }

  private Pair pair(Crew crew, Crew.Work bare, Crew.Work wrapped, boolean bareFirst)
      throws InterruptedException, ExecutionException {
    if (bareFirst) {
      Round first = crew.run(bare, round);
      return new Pair(first, crew.run(wrapped, round));
    }
    Round first = crew.run(wrapped, round);
    return new Pair(crew.run(bare, round), first);
  }
}
