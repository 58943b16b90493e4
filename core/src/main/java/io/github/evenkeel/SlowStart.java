/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import io.github.evenkeel.internal.option.Check;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Lets endpoints that are new, or back, take up their share little by little, while their caches
 * fill and their code is compiled. An endpoint's weight is multiplied by {@code
 * max(minWeightPercent / 100, (max(t, 1 s) / window)^(1 / aggression))}, where {@code t} is the
 * time since it was added, until {@code window} has passed. Immutable.
 *
 * <p>The endpoints that a client begins with have been there before, as far as it can tell, and
 * start at full weight. Names and curve are those of Envoy's slow start mode.
 */
public final class SlowStart {
  private static final Duration MAX_WINDOW = Duration.ofDays(1);
  private static final long EARLIEST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final long windowNanos;
  private final double aggression;
  private final double minWeight;

  private SlowStart(Builder builder) {
    this.windowNanos = builder.window.toNanos();
    this.aggression = builder.aggression;
    this.minWeight = builder.minWeightPercent / 100;
  }

  /**
   * Returns a builder of a slow start that takes {@code window}.
   *
   * @param window above 0, at most 1 day
   * @throws IllegalArgumentException if {@code window} is out of range
   */
  public static Builder builder(Duration window) {
    return new Builder(window);
  }

  /** How long slow start takes. */
  public Duration window() {
    return Duration.ofNanos(windowNanos);
  }

  /**
   * By what the weight of an endpoint is multiplied.
   *
   * @param age the time since the endpoint was added; one that is negative counts as none
   * @return above 0, at most 1
   */
  public double factor(Duration age) {
    Check.notNull(age, "age", "the time since the endpoint was added");
    if (age.compareTo(window()) >= 0) {
      return 1;
    }
    long nanos = age.isNegative() ? 0 : age.toNanos();
    double passed = (double) Math.max(nanos, EARLIEST_NANOS) / windowNanos;
    return Math.min(1, Math.max(minWeight, Math.pow(passed, 1 / aggression)));
  }

  /** Builds a {@link SlowStart}. For one thread. */
  public static final class Builder {
    private final Duration window;
    private double aggression = 1;
    private double minWeightPercent = 10;

    private Builder(Duration window) {
      this.window = Check.positive(MAX_WINDOW, window, "window of slow start");
    }

    /**
     * How fast the weight rises: at 1, the default, in proportion to time; above, faster at first;
     * below, slower at first. From 0.01 to 100.
     *
     * @throws IllegalArgumentException if out of range
     */
    public Builder aggression(double aggression) {
      this.aggression = Check.within(0.01, 100, aggression, "aggression of slow start");
      return this;
    }

    /**
     * The least weight, in percent of the full one: from 1 to 100, 10 by default.
     *
     * @throws IllegalArgumentException if out of range
     */
    public Builder minWeightPercent(double minWeightPercent) {
      this.minWeightPercent =
          Check.percent(1, 100, minWeightPercent, "minWeightPercent of slow start");
      return this;
    }

    /** Returns the slow start. */
    public SlowStart build() {
      return new SlowStart(this);
    }
  }
}
