/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

/** Which records of a request a contender keeps by itself. */
enum Work {
  /** It keeps none. */
  PICKS("picks only"),

  /** It counts the requests in flight on each endpoint. */
  COUNTS("counts requests in flight"),

  /** It counts requests in flight and measures how long they take. */
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
