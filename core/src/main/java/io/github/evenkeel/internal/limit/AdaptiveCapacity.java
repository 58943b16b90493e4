/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.limit;

import static java.util.Objects.requireNonNull;

import io.github.evenkeel.ConcurrencyLimit;
import io.github.evenkeel.Outcome;
import io.github.evenkeel.internal.host.Capacity;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Grows by additive increase and shrinks by multiplicative decrease, as documented at {@link
 * ConcurrencyLimit.Adaptive}.
 *
 * <ul>
 *   <li>Writers: threads whose request gets its response or ends.
 *   <li>Readers: threads that begin a request.
 *   <li>Invariant: the limit is within its bounds; requests that were in flight together shrink it
 *       once.
 *   <li>Why: limit and time of the last decrease are one immutable value, replaced by
 *       compare-and-set. If another thread is faster, what it has seen is as good.
 * </ul>
 */
public final class AdaptiveCapacity implements Capacity {
  /** The share of the limit that must be in use for the limit to grow. */
  private static final double IN_USE = 0.9;

  /** What remains of the limit after a drop. */
  private static final double DECREASE = 0.9;

  private final int min;
  private final int max;
  private final long slowNanos;
  private final AtomicReference<Limit> current;

  /**
   * A limit.
   *
   * @param decreased whether it has ever shrunk, and if so, when last
   */
  private record Limit(double value, boolean decreased, long decreasedAt) {}

  /** Makes a capacity for one host. */
  public AdaptiveCapacity(ConcurrencyLimit.Adaptive options) {
    this.min = options.minLimit();
    this.max = options.maxLimit();
    this.slowNanos = options.slowResponse().map(Duration::toNanos).orElse(Long.MAX_VALUE);
    this.current = new AtomicReference<>(new Limit(options.initialLimit(), false, 0));
  }

  private Limit present() {
    return requireNonNull(current.get());
  }

  @Override
  public int limit() {
    return (int) present().value();
  }

  @Override
  public boolean isAdaptive() {
    return true;
  }

  @Override
  public void sample(Outcome outcome, long nanos, int inFlight, long now) {
    Limit before = present();
    if (isDrop(outcome) || nanos > slowNanos) {
      shrink(before, now - nanos, now);
    } else if (outcome == Outcome.SUCCESS && inFlight >= Math.floor(IN_USE * before.value())) {
      grow(before);
    }
  }

  /** Whether the host, or the way to it, could not take the request. */
  private static boolean isDrop(Outcome outcome) {
    return switch (outcome) {
      case THROTTLED, GATEWAY_ERROR, SERVER_ERROR, CONNECT_FAILURE, CONNECTION_FAILURE, TIMEOUT ->
          true;
      case SUCCESS, CANCELED -> false;
    };
  }

  private void shrink(Limit before, long beganAt, long now) {
    if (before.decreased() && beganAt - before.decreasedAt() < 0) {
      return; // The request was in flight already when the limit last shrank.
    }
    double value = Math.max(min, Math.floor(DECREASE * before.value()));
    var unused = current.compareAndSet(before, new Limit(value, true, now));
  }

  private void grow(Limit before) {
    double value = Math.min(max, before.value() + 1 / before.value());
    if (value > before.value()) {
      var unused =
          current.compareAndSet(before, new Limit(value, before.decreased(), before.decreasedAt()));
    }
  }

  @Override
  public String toString() {
    return "adaptive limit " + limit();
  }
}
