/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.util.ListStatistics;

/**
 * How long a cache line takes from one processor to another and back. Two threads pass a ball: one
 * writes it, and the other waits until it reads the change.
 */
final class RoundTrip {
  /**
   * Processors are near each other if a round trip takes at most this long. On the virtual machine
   * where this bound was found, round trips take 40 to 110 ns or 360 to 480 ns, and nothing
   * between.
   */
  static final double NEAR_NANOS = 250;

  private static final int TRIPS_IN_BATCH = 10;
  private static final int BATCHES = 500;

  /** Sometimes both threads start on one processor; trips take long until they are parted. */
  private static final long LIMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final int OVER = -1;

  /** 1 on its way there, 0 once it is back. */
  private volatile int ball;

  private RoundTrip() {}

  /** Measures, usually for a few milliseconds. */
  static double nanos() {
    return new RoundTrip().measure();
  }

  /** The median of batches, so that a thread may be held up in some of them. */
  private double measure() {
    CompletableFuture<Void> other = CompletableFuture.runAsync(this::giveBack);
    // Returns when the other thread runs.
    trips(1);
    ListStatistics batches = new ListStatistics();
    long limit = System.nanoTime() + LIMIT_NANOS;
    for (int i = 0; i < BATCHES && System.nanoTime() < limit; i++) {
      long start = System.nanoTime();
      trips(TRIPS_IN_BATCH);
      batches.addValue((System.nanoTime() - start) / (double) TRIPS_IN_BATCH);
    }
    ball = OVER;
    other.join();
    return batches.getPercentile(50);
  }

  private void trips(int count) {
    for (int i = 0; i < count; i++) {
      ball = 1;
      while (ball != 0) {
        Thread.onSpinWait();
      }
    }
  }

  private void giveBack() {
    for (int seen = ball; seen != OVER; seen = ball) {
      if (seen == 1) {
        ball = 0;
      } else {
        Thread.onSpinWait();
      }
    }
  }
}
