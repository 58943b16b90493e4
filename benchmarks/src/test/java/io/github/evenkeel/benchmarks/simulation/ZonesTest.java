/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import static io.github.evenkeel.benchmarks.simulation.Zones.Policy.ANYWHERE;
import static io.github.evenkeel.benchmarks.simulation.Zones.Policy.NEAR;
import static io.github.evenkeel.benchmarks.simulation.Zones.Policy.NEAR_CALLERS;
import static io.github.evenkeel.benchmarks.simulation.Zones.Policy.NEAR_LIMITED;
import static io.github.evenkeel.benchmarks.simulation.Zones.Policy.ONLY_HERE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ZonesTest {
  private static Zones.Result play(String title, Zones.Policy policy) {
    return ZonesPage.scenes(30_000).stream()
        .filter(scene -> scene.title().equals(title))
        .map(scene -> scene.play(policy, 1))
        .findFirst()
        .orElseThrow();
  }

  private static void assertAsGood(Zones.Result result, String title) {
    double best = play(title, ANYWHERE).p99();
    assertTrue(result.p99() < 1.1 * best, () -> title + ": " + result.p99() + " and " + best);
    assertTrue(result.hottest() < 1.1, () -> title + ": " + result.hottest());
  }

  @Test
  void nothingLeavesZonesThatAreAlike() {
    Zones.Result result = play("Zones alike", NEAR);

    assertEquals(0, result.abroad());
    assertAsGood(result, "Zones alike");
  }

  @Test
  void aSmallZoneIsNotOverloaded() {
    assertTrue(play("A small zone", ONLY_HERE).p99() > 50, "the scene is too easy");
    Zones.Result result = play("A small zone", NEAR);

    assertEquals(1.0 / 6, result.abroad(), 0.01);
    assertAsGood(result, "A small zone");
  }

  @Test
  void aZoneWithMostOfTheCallersIsNotOverloadedIfTheirSpreadIsKnown() {
    Zones.Result result = play("Most callers in one zone", NEAR_CALLERS);

    assertEquals(1.0 / 3, result.abroad(), 0.01);
    assertAsGood(result, "Most callers in one zone");
  }

  @Test
  void anAdaptiveLimitLetsRequestsLeaveAZoneThatIsOverloaded() {
    double without = play("Most callers in one zone", NEAR).p99();
    double with = play("Most callers in one zone", NEAR_LIMITED).p99();

    assertTrue(with < without / 5, () -> "p99 is " + with + ", without " + without);
  }

  @Test
  void theCallersOfALostZoneSpreadOverTheOthers() {
    assertAsGood(play("A zone is lost", NEAR), "A zone is lost");
  }
}
