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
 * <p>Whether it <em>may</em> be depends on what happened to it. One that was never sent, because no
 * connection came about or HTTP/2 refused its stream, may go elsewhere whatever its method. One
 * that may have arrived is sent again only if it is {@linkplain Idempotency idempotent} and its
 * body can be written again. A one-shot or duplex body of which a byte may be out is never sent
 * again, nor is a call that was canceled or whose timeout struck.
 *
 * <p>A retry goes to an endpoint that the call has not tried, while there is one. OkHttp's own
 * retries, which go to the same endpoint, remain for idempotent requests; a POST that may have
 * arrived is not sent again by them either, nor on an answer of 408 or of 503 with {@code
 * Retry-After: 0}, on which an idempotent request goes elsewhere. A client built with {@code
 * retryOnConnectionFailure(false)} retries nothing.
 *
 * <p>The budget keeps retries from melting a service that is already failing: at any moment at most
 * {@code budgetPercent} of the requests under way may be retries, but always {@code
 * minRetryConcurrency}. The terms are Envoy's ({@code retry_budget}); {@code maxRetries} is
 * HAProxy's {@code retries}.
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

  /** No retries at all: each request is sent once at most, and its failure is the caller's. */
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

  /** Builds a {@link Retries}. For one thread. */
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
     * How many times one call may be retried; 0 turns retries off, 3 by default.
     *
     * @throws IllegalArgumentException if not from 0 to 100
     */
    public Builder maxRetries(int maxRetries) {
      this.maxRetries = Check.within(0, 100, maxRetries, "maxRetries");
      return this;
    }

    /**
     * Statuses of an answer on which an idempotent request is sent to another endpoint, such as
     * 502, 503, 504 or 429; none by default. (By 408, and 503 with {@code Retry-After: 0}, a server
     * asks for the request again at once, and gets it in any case.) Before such a retry there is a
     * {@linkplain #backoff pause}.
     *
     * @throws IllegalArgumentException if one is not from 400 to 599
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
     * How many of the requests to the service that are under way may be retries or {@linkplain
     * Hedging hedges}, in percent: 0, or from 1 to 100; 20 by default.
     *
     * @throws IllegalArgumentException if out of range
     */
    public Builder budgetPercent(double budgetPercent) {
      this.budgetPercent = Check.percent(0, 100, budgetPercent, "budgetPercent");
      return this;
    }

    /**
     * How many retries and hedges may be under way at once however few requests there are; 3 by
     * default.
     *
     * @throws IllegalArgumentException if below 0
     */
    public Builder minRetryConcurrency(int minRetryConcurrency) {
      this.minRetryConcurrency = Check.atLeast(0, minRetryConcurrency, "minRetryConcurrency");
      return this;
    }

    /**
     * How long to pause before a retry on a {@linkplain #retryableStatusCodes status}, if the
     * answer has no {@code Retry-After}: a time drawn evenly from zero to {@code base}, doubled
     * with each further retry up to {@code max} ("full jitter"). 25 ms and 250 ms by default, as in
     * Envoy.
     *
     * <p>A {@code Retry-After} is obeyed if it ends before the call's timeout does, or, for a call
     * without a timeout, if it is no longer than the read timeout; else the answer is the caller's.
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
