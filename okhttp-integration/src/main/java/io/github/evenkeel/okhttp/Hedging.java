/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import io.github.evenkeel.internal.option.Check;
import io.github.evenkeel.internal.option.Durations;
import io.github.evenkeel.okhttp.internal.hedging.FixedDelay;
import io.github.evenkeel.okhttp.internal.hedging.HedgeDelay;
import io.github.evenkeel.okhttp.internal.hedging.PercentileDelay;
import java.time.Duration;
import java.util.function.LongFunction;

/**
 * When a request that is slow to be answered is sent to a second endpoint as well. The first good
 * answer is the caller's, and the other attempt is canceled.
 *
 * <p>The slowest few requests of a service are mostly slow for reasons of the one pod that they
 * met: a garbage collection, a full queue, a cold cache. A second pod seldom has the same trouble
 * at the same time. Sending the second request only when the first is late keeps its price at a few
 * percent of the load. From Dean and Barroso, "The Tail at Scale" (2013), where it is a <em>hedged
 * request</em>; gRPC has it in proposal A6, Finagle as <em>backup requests</em>.
 *
 * <p>A request is hedged once, and only if it is {@linkplain Idempotency idempotent} and its body
 * can be written again. A hedge goes to an endpoint that the request has not tried, if there is
 * one, and if the budget of the {@linkplain Retries retries} has room. Failures are the retries'
 * business: one that comes before the delay is over does not make the hedge come sooner.
 *
 * <p>Immutable.
 */
public final class Hedging {
  private static final Duration MAX_DELAY = Duration.ofDays(1);

  private final LongFunction<HedgeDelay> delay;
  private final String description;

  private Hedging(LongFunction<HedgeDelay> delay, String description) {
    this.delay = delay;
    this.description = description;
  }

  /**
   * Hedges a request that has no answer after a fixed time. Choose one that most requests do not
   * reach, such as the 95th percentile of the service's response times.
   *
   * @param delay counted from when the request is ready to be sent; above zero, at most 1 day
   * @throws IllegalArgumentException if out of range
   */
  public static Hedging after(Duration delay) {
    Check.positive(MAX_DELAY, delay, "delay of hedging");
    HedgeDelay fixed = new FixedDelay(delay);
    return new Hedging(now -> fixed, "after " + Durations.text(delay));
  }

  /**
   * Hedges a request that has no answer within the time in which this share of the service's
   * requests got theirs of late: 95 hedges about 5 percent of them, however slow the service is at
   * the time.
   *
   * <p>Times are those from the request to the headers of its answer, rounded up by an eighth at
   * most, of the requests of the last 30 to 60 seconds that might have been hedged. While there are
   * fewer than 100 of them, nothing is hedged; a service with fewer than some 200 requests a minute
   * from this client is better served by a {@linkplain #after fixed delay}.
   *
   * @param percentile in percent, from 50 to 99.9
   * @throws IllegalArgumentException if out of range
   */
  public static Hedging afterPercentile(double percentile) {
    Check.percent(50, 99.9, percentile, "percentile of hedging");
    return new Hedging(
        now -> new PercentileDelay(percentile / 100, now), "after percentile " + percentile);
  }

  /** Returns what tells the delay of each request of one service. */
  HedgeDelay newDelay(long now) {
    return delay.apply(now);
  }

  @Override
  public String toString() {
    return "Hedging[" + description + "]";
  }
}
