/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

/** A way to choose; contenders of one discipline are compared with each other. */
enum Discipline {
  NONE("No choice", Traits.PLAIN),
  RANDOM("Random", Traits.PLAIN),
  WEIGHTED_RANDOM("Weighted random", Traits.WEIGHTED),
  ROUND_ROBIN("Round robin", Traits.PLAIN),
  WEIGHTED_ROUND_ROBIN("Weighted round robin", Traits.WEIGHTED),
  LEAST_REQUEST("Least request, all endpoints compared", Traits.SCANS),
  TWO_CHOICES("Least request of two choices", Traits.PLAIN),
  WEIGHTED_TWO_CHOICES("Least request of two choices, weighted", Traits.WEIGHTED),
  PEAK_EWMA("Peak EWMA, all endpoints compared", Traits.SCANS),
  PEAK_EWMA_TWO_CHOICES("Peak EWMA of two choices", Traits.PLAIN),
  RING_HASH("Ring hash", Traits.KEYED),
  MAGLEV("Maglev", Traits.KEYED),
  RENDEZVOUS("Rendezvous hash", Traits.KEYED_SCANS),
  BOUNDED_LOADS("Hashing with bounded loads", Traits.KEYED),
  BOUNDED_RENDEZVOUS("Rendezvous hash with bounded loads", Traits.KEYED_SCANS),
  STICKY("Sticky", Traits.KEYED),
  JUMP_HASH("Jump hash", Traits.KEYED);

  /** What a discipline asks of the scene. */
  private enum Traits {
    PLAIN,
    WEIGHTED,
    KEYED,
    SCANS,
    KEYED_SCANS
  }

  private final String title;
  private final Traits traits;

  Discipline(String title, Traits traits) {
    this.title = title;
    this.traits = traits;
  }

  /** Whether it looks at all endpoints for each request, so that its cost grows with them. */
  boolean scans() {
    return traits == Traits.SCANS || traits == Traits.KEYED_SCANS;
  }

  /** Whether requests carry an affinity key. */
  boolean keyed() {
    return traits == Traits.KEYED || traits == Traits.KEYED_SCANS;
  }

  /** Whether the endpoints' weights differ. */
  boolean weighted() {
    return traits == Traits.WEIGHTED;
  }

  @Override
  public String toString() {
    return title;
  }
}
