/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Algorithms;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who may be the default, on figures made up for it. */
class AdmissionTest {
  private static final Contestant ONE = new Contestant(Algorithms.random(), false);
  private static final Contestant BY_KEY = new Contestant(Algorithms.maglev(), true);
  private static final WindowRange EVEN = new WindowRange(20, 30);

  @Test
  void whatIsEvenEverywhereIsAdmitted() {
    assertTrue(admission(1.10, EVEN, 1.10).admits(ONE));
  }

  @Test
  void whatNeedsKeysIsNot() {
    assertFalse(admission(1, EVEN, 1).admits(BY_KEY));
  }

  @Test
  void oneSceneIsEnoughToObject() {
    assertEquals(List.of("unequal"), objections(admission(1.11, EVEN, 1)));
    assertEquals(List.of("healthy"), objections(admission(1, EVEN, 1.11)));
    assertEquals(List.of("sequential"), objections(admission(1, new WindowRange(19, 26), 1)));
    assertEquals(List.of("sequential"), objections(admission(1, new WindowRange(24, 31), 1)));
  }

  @Test
  void serversThatDifferByAQuarterAreHealthyAndThoseThatDifferMoreAreNot() {
    assertTrue(withMachine(Machine.slower(1.25)).isHealthy());
    assertTrue(withMachine(Machine.slower(0.75)).isHealthy());
    assertTrue(withMachine(Machine.distant(5)).isHealthy());
    assertFalse(withMachine(Machine.slower(2)).isHealthy());
  }

  @Test
  void aServerToWhichSomethingHappensIsNotHealthy() {
    assertFalse(Scene.named("test", "").at(0, fleet -> fleet.pause(0, 1)).build().isHealthy());
  }

  private static Scene withMachine(Machine machine) {
    return Scene.named("test", "").machines(List.of(Machine.ORDINARY, machine)).build();
  }

  private static List<String> objections(Admission admission) {
    assertFalse(admission.admits(ONE));
    return admission.objections(ONE).stream().map(Scene::name).toList();
  }

  private static Admission admission(double unequal, WindowRange sequential, double healthy) {
    return new Admission(
        List.of(results("unequal", unequal)),
        List.of(
            new SequentialResults(Scene.named("sequential", "").build(), Map.of(ONE, sequential))),
        List.of(results("healthy", healthy)));
  }

  private static SceneResults results(String name, double unevenness) {
    Run run = new Run(0, 0, 1, unevenness, Double.NaN, 0, 0);
    return new SceneResults(
        Scene.named(name, "").build(), Optional.empty(), Map.of(ONE, Result.of(List.of(run))));
  }
}
