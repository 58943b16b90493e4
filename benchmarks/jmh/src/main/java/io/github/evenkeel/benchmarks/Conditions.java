/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * What a run began with.
 *
 * @param startNanos when, by the system's nanosecond clock
 * @param load the machine's load average
 */
record Conditions(long startNanos, double load) {
  private static final double NANOS_PER_MINUTE = TimeUnit.MINUTES.toNanos(1);

  static Conditions now() {
    return new Conditions(
        System.nanoTime(), ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  @Override
  public String toString() {
    return "%d cores, %s, Java %s (%s), load average %s before the run, which took %d min"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.arch"),
            System.getProperty("java.version"),
            System.getProperty("java.vm.name"),
            Markdown.number(load, 1),
            Math.round((System.nanoTime() - startNanos) / NANOS_PER_MINUTE));
  }
}
