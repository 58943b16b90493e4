/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Collection;
import java.util.Collections;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Callers that each send a request, wait for its response, and send the next one at once. With the
 * same seed, a caller's requests take the same times again, whatever is between it and the pods.
 *
 * <p>The callers' threads write the exchanges and the first failure; any thread may read them.
 */
final class ClosedLoop implements AutoCloseable {
  private final Route route;
  private final ServiceTimes times;
  private final int requestsEach;
  private final Queue<Exchange> exchanges = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
  private final ExecutorService threads;
  private volatile boolean stopping;

  private ClosedLoop(Route route, int callers, int requestsEach, ServiceTimes times) {
    this.route = route;
    this.times = times;
    this.requestsEach = requestsEach;
    this.threads = Executors.newFixedThreadPool(callers);
  }

  /** Starts callers that call until the loop is closed. */
  static ClosedLoop start(Route route, int callers, ServiceTimes times, long seed) {
    return start(route, callers, Integer.MAX_VALUE, times, seed);
  }

  /** Starts callers that send so many requests each, or fewer if the loop is closed before. */
  static ClosedLoop start(
      Route route, int callers, int requestsEach, ServiceTimes times, long seed) {
    ClosedLoop loop = new ClosedLoop(route, callers, requestsEach, times);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < callers; i++) {
      SplittableRandom own = random.split();
      loop.threads.execute(() -> loop.call(own));
    }
    loop.threads.shutdown();
    return loop;
  }

  private void call(SplittableRandom random) {
    try {
      for (int i = 0; i < requestsEach && !stopping; i++) {
        double work = times.shape().draw(random);
        long began = System.nanoTime();
        int port = route.get(Math.round(work * times.meanMicros()));
        long ended = System.nanoTime();
        exchanges.add(new Exchange(ended, ended - began, work, port));
      }
    } catch (IOException e) {
      failure.compareAndSet(null, e);
    }
  }

  /** What has ended so far; may grow. */
  Collection<Exchange> exchanges() {
    return Collections.unmodifiableCollection(exchanges);
  }

  /** Lets the callers go on for so long. */
  void goOn(double seconds) throws InterruptedException {
    Clock.sleepUntil(Clock.after(Clock.now(), seconds));
  }

  /** Waits until all callers have sent all their requests. */
  void awaitEnd() throws IOException, InterruptedException {
    if (!threads.awaitTermination(2, TimeUnit.MINUTES)) {
      throw new IOException("the callers are not done after 2 minutes");
    }
    IOException first = failure.get();
    if (first != null) {
      throw new IOException("a request failed", first);
    }
  }

  /** Lets the callers finish the requests under way. */
  @Override
  public void close() throws IOException {
    stopping = true;
    try {
      awaitEnd();
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while callers finish");
    }
  }
}
