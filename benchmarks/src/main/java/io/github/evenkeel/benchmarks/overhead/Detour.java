/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.overhead;

/** Why a request has to be retried. */
enum Detour {
  /** Nothing listens where it went first. */
  REFUSED("refused"),

  /** The first endpoint answers 503. */
  UNAVAILABLE("503");

  private final String label;

  Detour(String label) {
    this.label = label;
  }

  @Override
  public String toString() {
    return label;
  }
}
