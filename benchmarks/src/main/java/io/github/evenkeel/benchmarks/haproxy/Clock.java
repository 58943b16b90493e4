/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

import java.util.concurrent.TimeUnit;

/** The time that the exchanges are stamped with. */
final class Clock {
  private Clock() {}

  static long now() {
    return System.nanoTime();
  }

  static long after(long start, double seconds) {
    return start + Math.round(seconds * 1e9);
  }

  static void sleepUntil(long time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time - now());
  }
}
