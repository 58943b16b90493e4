/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.health;

/**
 * How many hosts may be ejected at a time: a share of them, but at least one, or services of a few
 * hosts would have no ejections (trap 42), and at most all but one, or nothing would be left (trap
 * 18).
 */
record EjectionCap(double percent) {

  /** How many of {@code hosts} may be ejected. */
  int of(int hosts) {
    int share = Math.max((int) (hosts * percent / 100), 1);
    return Math.max(Math.min(share, hosts - 1), 0);
  }
}
