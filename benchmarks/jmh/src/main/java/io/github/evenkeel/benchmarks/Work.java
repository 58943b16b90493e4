/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

/** How much of a request a contender keeps account of by itself. */
enum Work {
  /** Picks, and forgets. */
  PICKS("picks only"),

  /** Knows how many requests are in flight on each endpoint. */
  COUNTS("counts requests in flight"),

  /** Knows requests in flight and how long they took. */
  MEASURES("counts requests in flight and measures their time");

  private final String description;

  Work(String description) {
    this.description = description;
  }

  @Override
  public String toString() {
    return description;
  }
}
