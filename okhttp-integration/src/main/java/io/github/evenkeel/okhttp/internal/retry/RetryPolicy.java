/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.retry;

import java.time.Duration;
import java.util.Set;

/**
 * The user's settings for retries. {@code Retries} documents each setting.
 *
 * @param statuses the statuses that are retried, from 400 to 599
 * @param budgetPercent from 0 to 100
 */
public record RetryPolicy(
    int maxRetries,
    Set<Integer> statuses,
    double budgetPercent,
    int minRetryConcurrency,
    Duration backoffBase,
    Duration backoffMax) {

  boolean isRetried(int status) {
    return status >= 400 && statuses.contains(status);
  }

  /** Returns a budget for one service. */
  public RetryBudget newBudget() {
    return new RetryBudget(budgetPercent / 100, minRetryConcurrency);
  }

  /** Whether the budget never permits a retry or a hedge. */
  public boolean hasEmptyBudget() {
    return budgetPercent == 0 && minRetryConcurrency == 0;
  }

  /** The longest pause before retry number {@code retry}, counted from 0. */
  Duration backoffCeiling(int retry) {
    // 2^30 times any base is beyond any sensible maximum, and does not overflow for base <= max.
    double grown = backoffBase.toNanos() * Math.pow(2, Math.min(retry, 30));
    return grown >= backoffMax.toNanos() ? backoffMax : Duration.ofNanos((long) grown);
  }
}
