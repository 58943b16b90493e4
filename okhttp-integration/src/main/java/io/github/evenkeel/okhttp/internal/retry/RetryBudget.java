/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.retry;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many retries may be under way to one service: a share of its requests under way, and a few in
 * any case. Envoy's {@code retry_budget}.
 *
 * <p>Shared by all calls to the service; the counters are atomic.
 */
public final class RetryBudget {
  private final double share;
  private final int minimum;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger retries = new AtomicInteger();

  /**
   * Makes a budget.
   *
   * @param share of the requests under way, from 0 to 1
   * @param minimum how many retries there may be however few requests there are
   */
  public RetryBudget(double share, int minimum) {
    this.share = share;
    this.minimum = minimum;
  }

  /** A request is under way until {@link #requestEnded}. */
  public void requestBegan() {
    requests.incrementAndGet();
  }

  /** A request is no longer under way. */
  public void requestEnded() {
    requests.decrementAndGet();
  }

  /** Takes a permit for a retry, which {@link #retryEnded} gives back, if there is one. */
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

  /** Gives a permit back. */
  public void retryEnded() {
    retries.decrementAndGet();
  }
}
