/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class EjectionCapTest {

  @Test
  void aShareButAtLeastOneAndNeverAll() { // traps 18 and 42
    EjectionCap tenth = new EjectionCap(10);
    assertEquals(0, tenth.of(0));
    assertEquals(0, tenth.of(1));
    assertEquals(1, tenth.of(2));
    assertEquals(1, tenth.of(19));
    assertEquals(2, tenth.of(20));
    EjectionCap all = new EjectionCap(100);
    assertEquals(0, all.of(1));
    assertEquals(1, all.of(2));
    assertEquals(99, all.of(100));
    assertEquals(1, new EjectionCap(1).of(3));
  }
}
