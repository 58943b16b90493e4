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
 * When a request whose response is late is sent to a second endpoint as well. The caller gets the
 * first good response, and the other attempt is canceled.
 *
 * <p>The slowest few requests of a service are mostly slow because of the one pod that served them:
 * a garbage collection, a full queue, a cold cache. A second pod seldom has the same problem at the
 * same time. Because the second request is sent only when the first is late, hedging adds only a
 * few percent of load. From Dean and Barroso, "The Tail at Scale" (2013), where this is called a
 * <em>hedged request</em>; gRPC describes hedging in proposal A6, and Finagle calls it <em>backup
 * requests</em>.
 *
 * <p>A request is hedged at most once, and only if it is {@linkplain Idempotency idempotent} and
 * its body can be written again. A hedge goes to an endpoint that the request has not tried, if
 * there is one, and if the budget of the {@linkplain Retries retries} has room. Failures are
 * handled by retries: a failure before the delay has passed does not start the hedge earlier.
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
   * Hedges a request that has no response after a fixed time. Choose a time that most requests do
   * not reach, such as the 95th percentile of the service's response times.
   *
   * @param delay the delay, counted from when the request is ready to be sent; above zero, at most
   *     1 day
   * @throws IllegalArgumentException if out of range
   */
  public static Hedging after(Duration delay) {
    Check.positive(MAX_DELAY, delay, "delay of hedging");
    HedgeDelay fixed = new FixedDelay(delay);
    return new Hedging(now -> fixed, "after " + Durations.text(delay));
  }

  /**
   * Hedges a request that has no response within the time in which this share of the service's
   * recent requests received theirs: 95 hedges about 5 percent of the requests, however slow the
   * service is at the time.
   *
   * <p>Response times are measured from the request to the response headers, rounded up by at most
   * an eighth, over those requests of the last 30 to 60 seconds that might have been hedged.
   * Nothing is hedged while there are fewer than 100 such requests. For a service with fewer than
   * about 200 requests a minute from this client, use a {@linkplain #after fixed delay}.
   *
   * @param percentile in percent, from 50 to 99.9
   * @throws IllegalArgumentException if out of range
   */
  public static Hedging afterPercentile(double percentile) {
    Check.percent(50, 99.9, percentile, "percentile of hedging");
    return new Hedging(
        now -> new PercentileDelay(percentile / 100, now), "after percentile " + percentile);
  }

  /** Returns the delay for the requests of one service. */
  HedgeDelay newDelay(long now) {
    return delay.apply(now);
  }

  @Override
  public String toString() {
    return "Hedging[" + description + "]";
  }
}
