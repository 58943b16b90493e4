/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.host;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Hosts;
import io.github.evenkeel.Scene;
import org.junit.jupiter.api.Test;

class HostSetTest {
  private final HostSet all = Hosts.of(Scene.weightedEndpoints(1, 2, 3, 2));

  @Test
  void weightsAreOneOnAverage() {
    assertTrue(all.isWeighted());
    assertEquals(0.5, all.weight(0), 1e-12);
    assertEquals(1, all.weight(1), 1e-12);
    assertEquals(1.5, all.weight(2), 1e-12);
  }

  @Test
  void theHostsThatMeetAConditionAreASetWithWeightsOfItsOwn() {
    HostSet some = requireNonNull(all.where(i -> i != 1));
    HostSet equal = requireNonNull(some.where(i -> i == 2)); // Of the three.

    assertEquals(3, some.size());
    assertSame(all.host(2), some.host(1));
    assertEquals(0.5, some.weight(0), 1e-12);
    assertEquals(1, some.weight(2), 1e-12);
    assertSame(all.host(3), equal.host(0));
    assertFalse(equal.isWeighted());
    assertEquals(1, equal.weight(0));
  }

  @Test
  void aHostOfASetIsFoundAmongAllAndTheOtherWayAround() {
    HostSet some = requireNonNull(requireNonNull(all.where(i -> i > 0)).where(i -> i != 1));

    assertEquals(1, some.origin(0));
    assertEquals(3, some.origin(1));
    assertEquals(0, some.indexOf(1));
    assertEquals(1, some.indexOf(3));
    assertTrue(some.indexOf(0) < 0);
    assertTrue(some.indexOf(2) < 0);
    assertEquals(2, all.indexOf(2));
  }

  /** Pickers know the set that they were made for by its identity. */
  @Test
  void theHostsThatMeetAConditionAreTheSameSetIfAllDo() {
    assertSame(all, all.where(i -> true));
    HostSet some = requireNonNull(all.where(i -> i > 0));
    assertSame(some, some.where(i -> true));
  }

  @Test
  void noHostsAreNoSet() {
    assertNull(all.where(i -> false));
  }

  @Test
  void saysWhichHostsThereAre() {
    HostSet two = Hosts.of(Scene.endpoints(2));

    assertEquals("[10.0.0.1:8080 WARMING, 10.0.0.2:8080 WARMING]", two.toString());
  }
}
