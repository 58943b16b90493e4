/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.overhead;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Some threads that make the same call over and over, all at once. Used by one thread. */
final class Crew implements AutoCloseable {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final int size;
  private final ExecutorService threads;

  Crew(int size) {
    this.size = size;
    this.threads = Executors.newFixedThreadPool(size);
  }

  /** A call, with everything that belongs to it. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  /** Lets every thread do {@code work} again and again for so long. */
  Round run(Work work, Duration time) throws InterruptedException, ExecutionException {
    CyclicBarrier together = new CyclicBarrier(size);
    Callable<Shift> shift =
        () -> {
          together.await();
          long bytes = THREADS.getCurrentThreadAllocatedBytes();
          long cpu = THREADS.getCurrentThreadCpuTime();
          long began = System.nanoTime();
          long calls = 0;
          long now;
          do {
            work.run();
            calls++;
            now = System.nanoTime();
          } while (now - began < time.toNanos());
          return new Shift(
              calls,
              began,
              now,
              THREADS.getCurrentThreadCpuTime() - cpu,
              THREADS.getCurrentThreadAllocatedBytes() - bytes);
        };
    List<Shift> shifts = new ArrayList<>();
    for (Future<Shift> done : threads.invokeAll(Collections.nCopies(size, shift))) {
      shifts.add(done.get());
    }
    long began = shifts.stream().mapToLong(Shift::began).min().orElseThrow();
    long ended = shifts.stream().mapToLong(Shift::ended).max().orElseThrow();
    return new Round(
        shifts.stream().mapToLong(Shift::calls).sum(),
        ended - began,
        shifts.stream().mapToLong(Shift::cpuNanos).sum(),
        shifts.stream().mapToLong(Shift::bytes).sum());
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** What one thread did in a round; the times are {@code System.nanoTime}'s. */
  private record Shift(long calls, long began, long ended, long cpuNanos, long bytes) {}
}
