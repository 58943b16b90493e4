/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.hedging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HedgeThreadsTest {
  private final HedgeThreads threads = new HedgeThreads();

  @Test
  void aHedgeRunsOnADaemonWhichEndsAfterClose() throws Exception {
    CompletableFuture<Thread> hedge = new CompletableFuture<>();
    assertTrue(threads.run(() -> hedge.complete(Thread.currentThread())));
    Thread hedging = hedge.get(10, TimeUnit.SECONDS);
    assertTrue(hedging.isDaemon());
    assertEquals("evenkeel-hedge", hedging.getName());
    threads.close();
    hedging.join();
  }

  @Test
  void noHedgeBeginsAfterClose() {
    threads.close();
    assertFalse(threads.run(() -> {}));
  }
}
