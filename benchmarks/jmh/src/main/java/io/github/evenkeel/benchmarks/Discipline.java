/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import java.util.EnumSet;
import java.util.Set;

/** A way to choose an endpoint. Contenders of one discipline are compared with each other. */
enum Discipline {
  NONE("The floor", false),
  RANDOM("Random", false),
  ROUND_ROBIN("Round robin", false),
  LEAST_REQUEST("Least request of all", false),
  TWO_CHOICES("Least request of two", false),
  LATENCY_AWARE("Load and latency", false),
  CONSISTENT_HASH("Consistent hashing", true),
  RENDEZVOUS("Rendezvous hashing", true),
  BOUNDED_LOADS("Hashing with bounded loads", true),
  STICKY("Sticky", true);

  private final String title;
  private final boolean keyed;

  Discipline(String title, boolean keyed) {
    this.title = title;
    this.keyed = keyed;
  }

  /** Whether requests carry an affinity key. */
  boolean keyed() {
    return keyed;
  }

  /**
   * The scenes of Evenkeel's algorithms. A hash has no slow start, and one code for all weights.
   */
  Set<Scene> scenes() {
    return keyed && this != STICKY
        ? EnumSet.of(Scene.EQUAL, Scene.UNEQUAL, Scene.FAILING)
        : EnumSet.allOf(Scene.class);
  }

  @Override
  public String toString() {
    return title;
  }
}
