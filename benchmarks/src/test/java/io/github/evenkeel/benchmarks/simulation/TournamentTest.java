/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.Algorithms;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The rule by which the default is chosen, on figures made up for it. */
class TournamentTest {
  private static final Contestant ONE = new Contestant(Algorithms.random(), false);
  private static final Contestant OTHER = new Contestant(Algorithms.leastRequest(), false);
  private static final Contestant BY_KEY = new Contestant(Algorithms.roundRobin(), true);

  @Test
  void theOneWhoseWorstSceneIsLessBadWins() {
    Tournament tournament =
        tournament(
            scene(result(5, 0), result(6, 0), result(9, 0)),
            scene(result(5, 0), result(6, 0), result(9, 0)),
            scene(result(8, 0), result(5, 0), result(9, 0)));
    assertEquals(List.of(OTHER, ONE, BY_KEY), order(tournament));
    assertEquals(1.2, tournament.winner().orElseThrow().worst().factor(), 1e-9);
  }

  @Test
  void failuresCountBesideSlowness() {
    // 9% + 1% over 1% + 1%.
    Tournament tournament = tournament(scene(result(5, 0.09), result(20, 0.01), result(30, 0.2)));
    assertEquals(5, tournament.scenes().get(0).regret(ONE), 1e-9);
    assertEquals(4, tournament.scenes().get(0).regret(OTHER), 1e-9);
    assertEquals(OTHER, tournament.winner().orElseThrow().contestant());
  }

  @Test
  void aQueueThatGrowsWithoutEndIsWorst() {
    Result unstable = Result.of(List.of(new Run(0, 0, 1, 1, Double.NaN, 0, 0.5)));
    Tournament tournament = tournament(scene(unstable, result(50, 0), result(60, 0)));
    assertEquals(Double.POSITIVE_INFINITY, tournament.scenes().get(0).regret(ONE));
    assertEquals(1, tournament.scenes().get(0).regret(OTHER), "an unstable one is no yardstick");
  }

  @Test
  void whatNeedsKeysCannotWin() {
    Tournament tournament = tournament(scene(result(5, 0.1), result(6, 0.1), result(4, 0)));
    assertEquals(List.of(ONE, OTHER, BY_KEY), order(tournament));
    assertEquals(ONE, tournament.winner().orElseThrow().contestant());
  }

  @Test
  void ofTwoThatAreEquallyBadAtWorstTheUsuallyBetterWins() {
    Tournament tournament =
        tournament(
            scene(result(10, 0), result(5, 0), result(30, 0)),
            scene(result(5, 0), result(10, 0), result(30, 0)),
            scene(result(6, 0), result(5, 0), result(30, 0)));
    assertEquals(OTHER, tournament.winner().orElseThrow().contestant());
  }

  @Test
  void whatIsNotAdmittedCannotWinAndIsStillTheYardstick() {
    Tournament tournament =
        tournament(new WindowRange(19, 31), scene(result(5, 0), result(6, 0), result(9, 0)));
    assertEquals(List.of(OTHER, ONE, BY_KEY), order(tournament));
    assertEquals(1.2, tournament.winner().orElseThrow().worst().factor(), 1e-9);
  }

  @Test
  void nothingWinsWhereNothingIsAdmitted() {
    Map<Contestant, WindowRange> ranges =
        Map.of(ONE, new WindowRange(19, 25), OTHER, new WindowRange(20, 31));
    Tournament tournament = tournament(ranges, scene(result(5, 0), result(6, 0), result(9, 0)));
    assertEquals(Optional.empty(), tournament.winner());
    assertEquals(List.of(ONE, OTHER, BY_KEY), order(tournament));
  }

  private static List<Contestant> order(Tournament tournament) {
    return tournament.standings().stream().map(Standing::contestant).toList();
  }

  private static Tournament tournament(SceneResults... scenes) {
    return tournament(new WindowRange(25, 25), scenes);
  }

  /** A tournament in which {@link #ONE} spreads sequential requests like this. */
  private static Tournament tournament(WindowRange ofOne, SceneResults... scenes) {
    return tournament(Map.of(ONE, ofOne, OTHER, new WindowRange(25, 25)), scenes);
  }

  private static Tournament tournament(
      Map<Contestant, WindowRange> ranges, SceneResults... scenes) {
    SequentialResults sequential =
        new SequentialResults(Scene.named("sequential", "").build(), ranges);
    return new Tournament(
        1,
        1,
        List.of(ONE, OTHER, BY_KEY),
        List.of(scenes),
        List.of(),
        new Admission(List.of(), List.of(sequential), List.of()));
  }

  private static SceneResults scene(Result one, Result other, Result byKey) {
    Map<Contestant, Result> results = new LinkedHashMap<>();
    results.put(ONE, one);
    results.put(OTHER, other);
    results.put(BY_KEY, byKey);
    return new SceneResults(Scene.named("test", "").build(), Optional.of(result(4.6, 0)), results);
  }

  private static Result result(double p99Response, double failures) {
    return Result.of(List.of(new Run(0, 0, p99Response, 1, Double.NaN, failures, 0)));
  }
}
