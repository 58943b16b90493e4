/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlanTest {
  /** What a fork takes to start, on 2 cores, on average over all contenders. */
  private static final int START_MILLIS = 500;

  @Test
  void theWholeRunTakesAboutTwentyMinutes() {
    assertTrue(minutes(Plan.full(), Effort.FULL) <= 20);
  }

  @Test
  void theQuickRunTakesAboutThreeMinutes() {
    assertTrue(minutes(Plan.quick(), Effort.QUICK) <= 3);
  }

  @Test
  void requestsToEvenkeelAreMeasuredTogetherWithTheFloor() {
    for (Batch batch : Plan.full()) {
      boolean requests = batch.benchmark() == RequestBenchmark.class;
      boolean ours = batch.contenders().stream().anyMatch(Contender::isOurs);

      assertEquals(requests && ours, batch.contenders().contains(Contender.FLOOR));
    }
  }

  @Test
  void everyPeerHasAFloorOfItsSizeAndThreads() {
    List<Batch> floors =
        Plan.full().stream().filter(it -> it.contenders().contains(Contender.FLOOR)).toList();
    for (Batch batch : Plan.full()) {
      for (int size : batch.method().equals("sameWork") ? batch.sizes() : List.<Integer>of()) {
        assertTrue(
            floors.stream()
                .anyMatch(it -> it.sizes().contains(size) && it.threads() == batch.threads()));
      }
    }
  }

  @Test
  void everyContenderIsMeasuredInEachOfItsScenesWithOneAndTwoThreads() {
    for (int threads : new int[] {1, 2}) {
      for (Contender contender : Contender.all(it -> it != Contender.FLOOR)) {
        Set<Scene> measured =
            Plan.full().stream()
                .filter(it -> it.method().equals("sameWork") && it.threads() == threads)
                .filter(it -> it.contenders().contains(contender))
                .map(Batch::scene)
                .collect(Collectors.toSet());

        assertEquals(contender.scenes(), measured, contender::label);
      }
    }
  }

  private static double minutes(List<Batch> plan, Effort effort) {
    int forks = plan.stream().mapToInt(Batch::forks).sum() * effort.rounds();
    return forks * (START_MILLIS + effort.forkMillis()) / 60_000.0;
  }
}
