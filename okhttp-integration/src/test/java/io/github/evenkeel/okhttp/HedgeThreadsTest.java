/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HedgeThreadsTest {
  private final HedgeThreads threads = new HedgeThreads();

  @Test
  void aTaskRunsWhenItIsDueOnADaemon() throws Exception {
    CompletableFuture<Thread> timer = new CompletableFuture<>();
    CompletableFuture<Thread> hedge = new CompletableFuture<>();
    threads.after(
        1,
        () -> {
          timer.complete(Thread.currentThread());
          assertTrue(threads.run(() -> hedge.complete(Thread.currentThread())));
        });
    Thread timing = timer.get(10, TimeUnit.SECONDS);
    Thread hedging = hedge.get(10, TimeUnit.SECONDS);
    assertNotEquals(timing, hedging);
    assertTrue(timing.isDaemon() && hedging.isDaemon());
    assertEquals("evenkeel-hedge-timer", timing.getName());
    assertEquals("evenkeel-hedge", hedging.getName());
    threads.close();
    timing.join();
    hedging.join();
  }

  @Test
  void aTaskThatIsCalledOffDoesNotRun() throws Exception {
    CompletableFuture<Thread> ran = new CompletableFuture<>();
    CompletableFuture<Thread> later = new CompletableFuture<>();
    HedgeTimer.Alarm alarm = threads.after(Duration.ofDays(1).toNanos(), () -> ran.complete(null));
    alarm.callOff();
    alarm.callOff();
    threads.after(1, () -> later.complete(Thread.currentThread()));
    Thread timing = later.get(10, TimeUnit.SECONDS);
    threads.close();
    timing.join();
    assertFalse(ran.isDone());
  }

  @Test
  void closingDropsWhatIsNotDueAndTakesNothingMore() throws Exception {
    CompletableFuture<Thread> started = new CompletableFuture<>();
    threads.after(1, () -> started.complete(Thread.currentThread()));
    Thread timing = started.get(10, TimeUnit.SECONDS);
    threads.after(Duration.ofDays(1).toNanos(), () -> {});
    threads.close();
    timing.join();
    threads.after(1, () -> {}).callOff();
    assertFalse(threads.run(() -> {}));
  }
}
