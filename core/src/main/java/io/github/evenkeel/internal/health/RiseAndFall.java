/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.health;

/**
 * What the checks of a host say of it, over time: HAProxy's rise and fall. The first check decides
 * at once, all others when enough in a row contradict what is held true. Guarded by the load
 * balancer's lock.
 */
final class RiseAndFall {
  private final int rise;
  private final int fall;
  private boolean isDecided;
  private boolean isHealthy = true;
  private boolean lastPassed;
  private int row;

  RiseAndFall(int rise, int fall) {
    this.rise = rise;
    this.fall = fall;
  }

  /**
   * Records a check; tells whether the host is healthy from now on and was not before, or the other
   * way round.
   *
   * @param counts whether a failure may decide anything yet
   */
  boolean record(boolean passed, boolean counts) {
    row = passed == lastPassed ? Math.min(row, Integer.MAX_VALUE - 1) + 1 : 1;
    lastPassed = passed;
    if (!passed && !counts) {
      return false;
    }
    boolean isEnough = !isDecided || row >= (passed ? rise : fall);
    isDecided = true;
    if (!isEnough || passed == isHealthy) {
      return false;
    }
    isHealthy = passed;
    return true;
  }

  /** How many checks in a row had the result of the last one. */
  int row() {
    return row;
  }
}
