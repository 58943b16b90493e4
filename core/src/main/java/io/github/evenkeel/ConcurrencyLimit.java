/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import io.github.evenkeel.internal.option.Check;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How many requests of one client each endpoint may have in flight. HAProxy's {@code maxconn} of a
 * server. Requests that find all endpoints at their limit wait in a {@link RequestQueue}, where the
 * next endpoint with room takes them: a request does not queue behind others at a slow endpoint
 * while another endpoint idles.
 *
 * <p>The limit is each client's own. With ten clients, an endpoint may get ten times as many
 * requests at once.
 *
 * <p>Immutable.
 */
public sealed interface ConcurrencyLimit {

  /**
   * The same limit for each endpoint, such as the number of its worker threads.
   *
   * @param requests at least 1
   * @throws IllegalArgumentException if out of range
   */
  static ConcurrencyLimit of(int requests) {
    return new Fixed(requests);
  }

  /**
   * A limit that each endpoint states in a {@linkplain Endpoint#labels label}, as a whole number of
   * at least 1.
   *
   * @param label the label's name
   * @param otherwise the limit of endpoints without the label, or whose label is no such number,
   *     which is logged; at least 1
   * @throws IllegalArgumentException if {@code otherwise} is out of range
   */
  static ConcurrencyLimit fromLabel(String label, int otherwise) {
    return new FromLabel(label, otherwise);
  }

  /**
   * Returns a builder of a limit that adapts to what each endpoint can do, by additive increase and
   * multiplicative decrease, as TCP's congestion window (Chiu and Jain, 1989).
   */
  static Adaptive.Builder adaptive() {
    return new Adaptive.Builder();
  }

  /**
   * See {@link ConcurrencyLimit#of}.
   *
   * @param requests at least 1
   */
  record Fixed(int requests) implements ConcurrencyLimit {
    /**
     * Checks the limit.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public Fixed {
      Check.atLeast(1, requests, "concurrency limit");
    }
  }

  /**
   * See {@link ConcurrencyLimit#fromLabel}.
   *
   * @param label the label's name
   * @param otherwise at least 1
   */
  record FromLabel(String label, int otherwise) implements ConcurrencyLimit {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if {@code otherwise} is out of range
     */
    public FromLabel {
      Check.notNull(label, "label of the concurrency limit", "the name of a label of endpoints");
      Check.atLeast(1, otherwise, "concurrency limit of endpoints without the label " + label);
    }
  }

  /**
   * A limit that adapts, for each endpoint by itself:
   *
   * <ul>
   *   <li>It grows by one for as many responses in time as the limit is, but only while at least
   *       90% of it is in use. An endpoint that is not asked for more cannot show that it can do
   *       more.
   *   <li>It shrinks to 90% when a request is dropped: no connection, a connection that breaks, no
   *       response in time, status 429, 502, 503 or 504, or a response slower than {@link
   *       Builder#slowResponse}. All requests that were in flight at that moment shrink it once
   *       together, not once each.
   * </ul>
   *
   * <p>There is no estimate of what a response should take, which could drift, and no phase in
   * which requests are held back in order to measure. The limit is never below the minimum, so an
   * endpoint that has recovered shows it by its next response. The steps are those of Palantir's
   * Dialogue.
   */
  final class Adaptive implements ConcurrencyLimit {
    private final int initialLimit;
    private final int minLimit;
    private final int maxLimit;
    private final @Nullable Duration slowResponse;

    private Adaptive(Builder builder) {
      this.initialLimit = builder.initialLimit;
      this.minLimit = builder.minLimit;
      this.maxLimit = builder.maxLimit;
      this.slowResponse = builder.slowResponse;
    }

    /** The limit of an endpoint that is new. */
    public int initialLimit() {
      return initialLimit;
    }

    /** The lowest limit. */
    public int minLimit() {
      return minLimit;
    }

    /** The highest limit. */
    public int maxLimit() {
      return maxLimit;
    }

    /** The response time above which a response counts as dropped, if it matters. */
    public Optional<Duration> slowResponse() {
      return Optional.ofNullable(slowResponse);
    }

    @Override
    public String toString() {
      return "adaptive";
    }

    /** Builds an {@link Adaptive}. For one thread. */
    public static final class Builder {
      private static final Duration MAX_SLOW_RESPONSE = Duration.ofHours(1);

      private int initialLimit = 20;
      private int minLimit = 1;
      private int maxLimit = 1000;
      private @Nullable Duration slowResponse;

      private Builder() {}

      /**
       * The limit of an endpoint that is new; 20 by default. From the minimum to the maximum.
       *
       * @throws IllegalArgumentException if it is below 1
       */
      public Builder initialLimit(int initialLimit) {
        this.initialLimit =
            Check.atLeast(1, initialLimit, "initialLimit of the adaptive concurrency limit");
        return this;
      }

      /**
       * The lowest limit; 1 by default.
       *
       * @throws IllegalArgumentException if it is below 1
       */
      public Builder minLimit(int minLimit) {
        this.minLimit = Check.atLeast(1, minLimit, "minLimit of the adaptive concurrency limit");
        return this;
      }

      /**
       * The highest limit; 1000 by default.
       *
       * @throws IllegalArgumentException if it is below 1
       */
      public Builder maxLimit(int maxLimit) {
        this.maxLimit = Check.atLeast(1, maxLimit, "maxLimit of the adaptive concurrency limit");
        return this;
      }

      /**
       * The response time above which a response counts as dropped. Set it where an endpoint that
       * is overloaded lets requests wait rather than reject them: without it, the limit grows until
       * requests time out. By default, response times do not matter.
       *
       * @param slowResponse above zero, at most 1 hour
       * @throws IllegalArgumentException if out of range
       */
      public Builder slowResponse(Duration slowResponse) {
        this.slowResponse =
            Check.positive(
                MAX_SLOW_RESPONSE, slowResponse, "slowResponse of the adaptive concurrency limit");
        return this;
      }

      /**
       * Returns the limit.
       *
       * @throws IllegalArgumentException if the minimum is above the maximum, or the initial limit
       *     is not between them
       */
      public ConcurrencyLimit build() {
        Check.atLeast(minLimit, maxLimit, "maxLimit of the adaptive concurrency limit");
        Check.within(
            minLimit, maxLimit, initialLimit, "initialLimit of the adaptive concurrency limit");
        return new Adaptive(this);
      }
    }
  }
}
