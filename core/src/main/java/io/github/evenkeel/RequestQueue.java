/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import io.github.evenkeel.internal.option.Check;
import io.github.evenkeel.internal.option.Durations;
import java.time.Duration;

/**
 * Where requests to one service wait while all endpoints are at their {@linkplain ConcurrencyLimit
 * limit}. The first endpoint with room takes the next one. HAProxy's queue in front of its servers;
 * Envoy calls these pending requests.
 *
 * <p>Immutable.
 */
public final class RequestQueue {
  /** In which order requests leave the queue. */
  public enum Order {
    /** The request that has waited longest first. */
    FIFO,

    /**
     * Adaptive LIFO with CoDel's drop, as in "Fail at Scale" (Maurer, ACM Queue, 2015). While the
     * queue has been empty within the last 100 ms, as {@link #FIFO}. Once it has not, requests come
     * faster than they can be served. The newest request is then served first, and a request that
     * comes then waits for 5 ms at most. Under {@link #FIFO}, all requests would wait for so long
     * that none is served in time.
     */
    ADAPTIVE_LIFO
  }

  /** What a request does whose affinity key belongs to an endpoint that is at its limit. */
  public enum WhenHomeIsFull {
    /** It goes to the next endpoint with room, as the algorithm chooses. */
    OVERFLOW,

    /** It waits until its own endpoint has room. Requests behind it that go elsewhere do not. */
    WAIT
  }

  private static final RequestQueue NONE = new RequestQueue(0, builder());

  private final int maxPending;
  private final Duration timeout;
  private final Order order;
  private final WhenHomeIsFull whenHomeIsFull;

  private RequestQueue(int maxPending, Builder builder) {
    this.maxPending = maxPending;
    this.timeout = builder.timeout;
    this.order = builder.order;
    this.whenHomeIsFull = builder.whenHomeIsFull;
  }

  /** No queue: a request for which no endpoint has room fails at once. */
  public static RequestQueue none() {
    return NONE;
  }

  /** Returns a builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** How many requests may wait. */
  public int maxPending() {
    return maxPending;
  }

  /** How long each may wait. */
  public Duration timeout() {
    return timeout;
  }

  /** In which order they leave. */
  public Order order() {
    return order;
  }

  /** What a request does whose key belongs to an endpoint that is at its limit. */
  public WhenHomeIsFull whenHomeIsFull() {
    return whenHomeIsFull;
  }

  @Override
  public String toString() {
    return maxPending == 0
        ? "none"
        : maxPending + " requests for at most " + Durations.text(timeout) + ", " + order;
  }

  /** Builds a {@link RequestQueue}. For one thread. */
  public static final class Builder {
    private static final Duration MAX_TIMEOUT = Duration.ofHours(1);

    private int maxPending = 1024;
    private Duration timeout = Duration.ofSeconds(5);
    private Order order = Order.FIFO;
    private WhenHomeIsFull whenHomeIsFull = WhenHomeIsFull.OVERFLOW;

    private Builder() {}

    /**
     * How many requests may wait; 1024 by default, as Envoy's {@code max_pending_requests}. A
     * request that finds so many waiting fails with {@link QueueFullException}.
     *
     * @param maxPending at least 1; see {@link RequestQueue#none()}
     * @throws IllegalArgumentException if out of range
     */
    public Builder maxPending(int maxPending) {
      this.maxPending =
          Check.atLeast(1, maxPending, "maxPending of the queue (RequestQueue.none() is without)");
      return this;
    }

    /**
     * How long a request may wait before it fails with {@link QueueTimeoutException}; 5 s by
     * default. It never waits for longer than its caller does.
     *
     * @param timeout above zero, at most 1 hour
     * @throws IllegalArgumentException if out of range
     */
    public Builder timeout(Duration timeout) {
      this.timeout = Check.positive(MAX_TIMEOUT, timeout, "timeout of the queue");
      return this;
    }

    /** In which order requests leave; {@link Order#FIFO} by default. */
    public Builder order(Order order) {
      this.order = Check.notNull(order, "order of the queue", "FIFO or ADAPTIVE_LIFO");
      return this;
    }

    /**
     * What a request does whose affinity key belongs to an endpoint that is at its limit; {@link
     * WhenHomeIsFull#OVERFLOW} by default.
     */
    public Builder whenHomeIsFull(WhenHomeIsFull whenHomeIsFull) {
      this.whenHomeIsFull =
          Check.notNull(whenHomeIsFull, "whenHomeIsFull of the queue", "OVERFLOW or WAIT");
      return this;
    }

    /** Returns the queue. */
    public RequestQueue build() {
      return new RequestQueue(maxPending, this);
    }
  }
}
