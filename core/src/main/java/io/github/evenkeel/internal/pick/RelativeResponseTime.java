/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick;

import io.github.evenkeel.internal.host.ResponseTimes;
import java.time.Duration;

/**
 * How much longer a host's responses take than what is {@linkplain Rounds#typical typical} at the
 * time: a slow geometric mean of ratios, 1 for a typical host. What slows down all hosts, such as a
 * busy client or a cold cache, changes no ratio, and a few outliers change the mean little.
 *
 * <p>What a slow host is above the others fades while nothing is heard, so that the host is tried
 * again.
 */
final class RelativeResponseTime implements ResponseTimes {
  private static final double NEWEST = 0.05;

  /** A host that is slow has fewer requests to tell by, so each counts more. */
  private static final double NEWEST_IF_SLOW = 0.15;

  private static final double LEAST = 0.5;
  private static final double MOST = 10;
  private static final double FADE_NANOS = Duration.ofSeconds(60).toNanos();

  private final Rounds rounds;

  /** The mean, or 0 before the first sample. */
  private volatile double mean;

  private volatile long updatedAt;

  RelativeResponseTime(Rounds rounds) {
    this.rounds = rounds;
  }

  @Override
  public void add(long nanos, long now) {
    double typical = rounds.typical();
    if (typical == 0) {
      return; // What is typical is known after the first round.
    }
    double ratio = Math.min(Math.max(nanos / typical, LEAST), MOST);
    double before = mean == 0 ? 1 : mean;
    double newest = before > rounds.tolerated() ? NEWEST_IF_SLOW : NEWEST;
    mean = before * Math.pow(ratio / before, newest);
    updatedAt = now;
  }

  @Override
  public double at(long now) {
    double reference = rounds.reference();
    return mean <= rounds.tolerated()
        ? mean
        : reference + (mean - reference) * Math.exp(-Math.max(now - updatedAt, 0) / FADE_NANOS);
  }
}
