/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsTest {
  @Test
  void forksOfOneCellAreJoined() {
    Results results =
        new Results(
            List.of(
                Measured.requests(Contender.RANDOM, 10, 100),
                Measured.requests(Contender.RANDOM, 10, 200, 300)));

    assertEquals(List.of(200.0), results.of("sameWork").map(Measurement::time).toList());
  }

  @Test
  void aTimeIsComparedWithTheFloorOfTheSameSizeAndThreads() {
    Measurement random = Measured.requests(Contender.RANDOM, 10, 150);
    Cell floorOfTwoThreads = new Cell("sameWork", Contender.FLOOR, Scene.EQUAL, 10, 2);
    Results results =
        new Results(
            List.of(
                random,
                Measured.requests(Contender.FLOOR, 10, 100),
                Measured.requests(Contender.FLOOR, 100, 10),
                Measured.of(floorOfTwoThreads, 32, 10)));

    assertEquals(1.5, results.timesFloor(random).orElseThrow().value());
  }

  @Test
  void theFloorIsTheSameInAllScenes() {
    Measurement failing =
        Measured.of(new Cell("sameWork", Contender.RANDOM, Scene.FAILING, 10, 1), 32, 150);
    Cell floor = new Cell("sameWork", Contender.FLOOR, Scene.UNEQUAL, 10, 1);
    Results results = new Results(List.of(failing, Measured.of(floor, 32, 100)));

    assertEquals(1.5, results.timesFloor(failing).orElseThrow().value());
  }

  @Test
  void onlyPeersOfTheSameDisciplineSceneAndSizeAreCompared() {
    Measurement ours = Measured.requests(Contender.ROUND_ROBIN, 10, 100);
    Cell weighted =
        new Cell("sameWork", Contender.ARMERIA_WEIGHTED_ROUND_ROBIN, Scene.UNEQUAL, 10, 1);
    Results results =
        new Results(
            List.of(
                ours,
                Measured.requests(Contender.GRPC_ROUND_ROBIN, 10, 80),
                Measured.requests(Contender.SPRING_ROUND_ROBIN, 10, 120),
                Measured.requests(Contender.GRPC_ROUND_ROBIN, 100, 10),
                Measured.requests(Contender.GRPC_LEAST_REQUEST, 10, 10),
                Measured.of(weighted, 32, 10)));

    assertEquals(1.25, results.timesFastestPeer(ours).orElseThrow().value());
    assertTrue(results.timesFastestPeer(Measured.requests(Contender.STICKY, 10, 100)).isEmpty());
  }
}
