/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Outcome;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConsecutiveFailuresTest {
  private final AtomicInteger told = new AtomicInteger();

  private ConsecutiveFailures rowOf(int threshold) {
    return new ConsecutiveFailures(
        threshold,
        outcome -> outcome.isFailure() && outcome != Outcome.THROTTLED,
        told::incrementAndGet);
  }

  @Test
  void aRowIsToldOfOnceAndRememberedUntilItIsTaken() {
    ConsecutiveFailures row = rowOf(2);
    row.completed(Outcome.TIMEOUT, 0);
    assertFalse(row.take());
    row.completed(Outcome.TIMEOUT, 0);
    row.completed(Outcome.TIMEOUT, 0);
    row.completed(Outcome.SUCCESS, 0);
    assertEquals(1, told.get());
    assertTrue(row.take());
    assertFalse(row.take());
    row.completed(Outcome.TIMEOUT, 0);
    row.completed(Outcome.TIMEOUT, 0);
    assertEquals(2, told.get());
    assertTrue(row.take());
  }

  @Test
  void manyThreadsCompleteARowOnce() throws Exception {
    int threads = 6;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 1; round <= 200; round++) {
        ConsecutiveFailures row = rowOf(threads * 50);
        Callable<Void> failing =
            () -> {
              for (int i = 0; i < 50; i++) {
                row.completed(Outcome.SERVER_ERROR, 0);
              }
              return null;
            };
        for (Future<Void> done : executor.invokeAll(Collections.nCopies(threads, failing))) {
          done.get();
        }
        assertEquals(round, told.get());
        assertTrue(row.take());
      }
    } finally {
      executor.shutdownNow();
    }
  }
}
