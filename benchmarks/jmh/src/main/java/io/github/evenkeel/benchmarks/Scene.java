/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

/** What the hosts are like. One host is special in some scenes; the others have weight 1. */
public enum Scene {
  /** All weights are equal. */
  EQUAL("equal weights"),
  /** One weight is slightly higher, so that a short cut for equal weights does not apply. */
  NEARLY_EQUAL("one weight of 1.01"),
  /** The weights are 1, 2, 3, 4, 5 in turn. */
  UNEQUAL("weights 1 to 5"),
  /** One host joined a moment ago. */
  SLOW_START("one in slow start"),
  /** One host fails every request. */
  FAILING("one fails");

  private final String title;

  Scene(String title) {
    this.title = title;
  }

  @Override
  public String toString() {
    return title;
  }
}
