/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.hedging;

import java.time.Duration;

/** The time within which a given share of the requests gets a response. */
public final class PercentileDelay implements HedgeDelay {
  private static final int MIN_ANSWERS = 100;
  private static final Duration HALF_WINDOW = Duration.ofSeconds(30);

  private final double percentile;
  private final ResponseTimes times;

  /**
   * Creates a delay that starts collecting response times now.
   *
   * @param percentile a share, from 0.5 to 0.999
   */
  public PercentileDelay(double percentile, long now) {
    this.percentile = percentile;
    this.times = new ResponseTimes(HALF_WINDOW, now);
  }

  @Override
  public long nanos(long now) {
    return times.percentile(percentile, MIN_ANSWERS, now).orElse(NEVER);
  }

  @Override
  public void answered(long tookNanos, long now) {
    times.add(tookNanos, now);
  }
}
