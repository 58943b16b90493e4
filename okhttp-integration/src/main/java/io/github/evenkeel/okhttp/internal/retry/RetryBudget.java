/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.retry;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many retries may be in progress to one service: a share of its requests in progress, and
 * always a minimum number. Envoy's {@code retry_budget}.
 *
 * <p>Shared by all calls to the service; the counters are atomic.
 */
public final class RetryBudget {
  private final double share;
  private final int minimum;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger retries = new AtomicInteger();

  /**
   * Creates a budget.
   *
   * @param share the share of the requests in progress, from 0 to 1
   * @param minimum how many retries are allowed, however few requests there are
   */
  public RetryBudget(double share, int minimum) {
    this.share = share;
    this.minimum = minimum;
  }

  /** Records that a request is in progress, until {@link #requestEnded}. */
  public void requestBegan() {
    requests.incrementAndGet();
  }

  /** Records that a request is no longer in progress. */
  public void requestEnded() {
    requests.decrementAndGet();
  }

  /**
   * Acquires a permit for a retry, if one is available. {@link #retryEnded} releases the permit.
   */
  public boolean tryRetry() {
    int permitted = Math.max(minimum, (int) (share * requests.get()));
    int running;
    do {
      running = retries.get();
      if (running >= permitted) {
        return false;
      }
    } while (!retries.compareAndSet(running, running + 1));
    return true;
  }

  /** Releases a permit. */
  public void retryEnded() {
    retries.decrementAndGet();
  }
}
