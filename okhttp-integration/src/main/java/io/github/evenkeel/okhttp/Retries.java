/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import io.github.evenkeel.internal.option.Check;
import io.github.evenkeel.internal.option.Durations;
import io.github.evenkeel.okhttp.internal.retry.RetryPolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * When a request that failed on one endpoint is sent to another.
 *
 * <p>Whether a request <em>may</em> be sent again depends on what happened to it. A request that
 * was never sent, because no connection was established or HTTP/2 refused its stream, may be sent
 * elsewhere whatever its method. A request that may have arrived is sent again only if it is
 * {@linkplain Idempotency idempotent} and its body can be written again. A request is never sent
 * again if it has a one-shot or duplex body of which a byte may have been sent, or if the call was
 * canceled or timed out.
 *
 * <p>A retry goes to an endpoint that the call has not tried, as long as there is one. OkHttp's own
 * retries, which go to the same endpoint, stay enabled for idempotent requests. They do not resend
 * a POST that may have arrived. OkHttp also does not resend a POST on a response with status 408,
 * or 503 with {@code Retry-After: 0}; on such a response, an idempotent request goes to another
 * endpoint. A client built with {@code retryOnConnectionFailure(false)} retries nothing.
 *
 * <p>The budget prevents retries from overloading a service that is already failing: at any moment
 * at most {@code budgetPercent} of the requests in progress may be retries, but {@code
 * minRetryConcurrency} retries are always allowed. The terms are Envoy's ({@code retry_budget});
 * {@code maxRetries} is HAProxy's {@code retries}.
 *
 * <p>Immutable.
 */
public final class Retries {
  private static final Retries NONE = builder().maxRetries(0).build();

  private final RetryPolicy policy;

  private Retries(RetryPolicy policy) {
    this.policy = policy;
  }

  /** Returns a builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns a policy without retries: each request is sent at most once, and the caller gets its
   * failure.
   */
  public static Retries none() {
    return NONE;
  }

  RetryPolicy policy() {
    return policy;
  }

  @Override
  public String toString() {
    return "Retries[maxRetries="
        + policy.maxRetries()
        + ", retryableStatusCodes="
        + policy.statuses()
        + ", budgetPercent="
        + policy.budgetPercent()
        + ", minRetryConcurrency="
        + policy.minRetryConcurrency()
        + ", backoff="
        + Durations.text(policy.backoffBase())
        + " to "
        + Durations.text(policy.backoffMax())
        + "]";
  }

  /** Builds a {@link Retries}. Not thread-safe. */
  public static final class Builder {
    private static final Duration MAX_BACKOFF = Duration.ofDays(1);

    private int maxRetries = 3;
    private Set<Integer> statuses = Set.of();
    private double budgetPercent = 20;
    private int minRetryConcurrency = 3;
    private Duration backoffBase = Duration.ofMillis(25);
    private Duration backoffMax = Duration.ofMillis(250);

    private Builder() {}

    /**
     * Sets how many times one call may be retried; 0 turns retries off, 3 by default.
     *
     * @throws IllegalArgumentException if {@code maxRetries} is not from 0 to 100
     */
    public Builder maxRetries(int maxRetries) {
      this.maxRetries = Check.within(0, 100, maxRetries, "maxRetries");
      return this;
    }

    /**
     * Sets the response statuses on which an idempotent request is sent to another endpoint, such
     * as 502, 503, 504 or 429; none by default. (With 408, and with 503 and {@code Retry-After: 0},
     * a server asks for the request again at once. Idempotent requests are always retried on such
     * responses.) A retry on a status is preceded by a {@linkplain #backoff pause}.
     *
     * @throws IllegalArgumentException if a status is not from 400 to 599
     */
    public Builder retryableStatusCodes(int... statuses) {
      Check.notNull(statuses, "retryableStatusCodes", "statuses from 400 to 599");
      for (int status : statuses) {
        if (status < 400 || status > 599) {
          throw new IllegalArgumentException(
              "retryableStatusCodes must be from 400 to 599, but was " + status);
        }
      }
      this.statuses = new TreeSet<>(Arrays.stream(statuses).boxed().toList());
      return this;
    }

    /**
     * Sets what share of the requests in progress to the service may be retries or {@linkplain
     * Hedging hedges}, in percent: 0, or from 1 to 100; 20 by default.
     *
     * @throws IllegalArgumentException if out of range
     */
    public Builder budgetPercent(double budgetPercent) {
      this.budgetPercent = Check.percent(0, 100, budgetPercent, "budgetPercent");
      return this;
    }

    /**
     * Sets how many retries and hedges may be in progress at once, however few requests there are;
     * 3 by default.
     *
     * @throws IllegalArgumentException if {@code minRetryConcurrency} is below 0
     */
    public Builder minRetryConcurrency(int minRetryConcurrency) {
      this.minRetryConcurrency = Check.atLeast(0, minRetryConcurrency, "minRetryConcurrency");
      return this;
    }

    /**
     * Sets how long to pause before a retry on a {@linkplain #retryableStatusCodes status}: a
     * uniformly random time from zero to {@code base}, where {@code base} doubles with each further
     * retry up to {@code max} ("full jitter"). 25 ms and 250 ms by default, as in Envoy.
     *
     * <p>{@code Retry-After} is honored instead if there is no endpoint that the request has not
     * tried, and if it ends before the call's timeout or, for a call without a timeout, if it is no
     * longer than the read timeout. If it is longer, the caller gets the response.
     *
     * @throws IllegalArgumentException if {@code base} is negative or longer than {@code max}, or
     *     {@code max} is more than 1 day
     */
    public Builder backoff(Duration base, Duration max) {
      Check.within(Duration.ZERO, MAX_BACKOFF, max, "max of backoff");
      Check.within(Duration.ZERO, max, base, "base of backoff");
      this.backoffBase = base;
      this.backoffMax = max;
      return this;
    }

    /** Returns the policy. */
    public Retries build() {
      return new Retries(
          new RetryPolicy(
              maxRetries, statuses, budgetPercent, minRetryConcurrency, backoffBase, backoffMax));
    }
  }
}
