/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import io.github.evenkeel.internal.option.Check;
import io.github.evenkeel.internal.option.Durations;
import java.time.Duration;

/**
 * What the load of an endpoint is, as this client sees it: one half of {@link
 * Algorithms#twoChoices}, the other half being how to choose. A value.
 *
 * <p>Failures add to every load. An endpoint that fails at once is idle and fast, and would attract
 * all traffic if only that counted. The load is divided by the share of requests that succeeded
 * among about the last five, at most 1000-fold. Without further requests, failures fade with a time
 * constant of 30 s, so that the endpoint is tried again.
 */
public sealed interface Load {

  /** The number of requests in flight, plus the one to be sent. */
  static Load inFlight() {
    return new InFlight();
  }

  /** {@link #peakEwma(Duration)} with a decay of 10 s, Finagle's default. */
  static Load peakEwma() {
    return peakEwma(Duration.ofSeconds(10));
  }

  /**
   * The response time of an endpoint, times the number of requests in flight plus the one to be
   * sent. The response time is an exponentially weighted moving average that jumps up to a peak at
   * once and comes down slowly. While nothing is heard, the average decays, so that an endpoint
   * that was slow is tried again. An endpoint of which nothing is known gets one request, and
   * further ones only once it has responded or all others are worse.
   *
   * <p>The first responses of an endpoint include the time to connect; the endpoint may be avoided
   * for a while because of that. Finagle's and Linkerd's peak EWMA.
   *
   * @param decay the time after which a response counts 1/e of a new one; 10 ms to 1 h
   * @throws IllegalArgumentException if {@code decay} is out of range
   */
  static Load peakEwma(Duration decay) {
    return new PeakEwma(decay);
  }

  /** See {@link Load#inFlight()}. */
  record InFlight() implements Load {
    @Override
    public String toString() {
      return "inFlight";
    }
  }

  /**
   * See {@link Load#peakEwma(Duration)}.
   *
   * @param decay the time after which a response counts 1/e of a new one; 10 ms to 1 h
   */
  record PeakEwma(Duration decay) implements Load {
    private static final Duration DEFAULT = Duration.ofSeconds(10);
    private static final Duration MIN = Duration.ofMillis(10);
    private static final Duration MAX = Duration.ofHours(1);

    /**
     * Checks the decay.
     *
     * @throws IllegalArgumentException if {@code decay} is out of range
     */
    public PeakEwma {
      Check.within(MIN, MAX, decay, "decay of peakEwma");
    }

    @Override
    public String toString() {
      return decay.equals(DEFAULT) ? "peakEwma" : "peakEwma(" + Durations.text(decay) + ")";
    }
  }
}
