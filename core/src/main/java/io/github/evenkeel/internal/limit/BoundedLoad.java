/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.limit;

import io.github.evenkeel.internal.host.HostObserver;
import io.github.evenkeel.internal.host.HostSet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The bound of consistent hashing with bounded loads (Mirrokni, Thorup and Zadimoghaddam, 2016): no
 * host takes a request that would bring it above its share by weight of {@code c * (m + 1)}, where
 * {@code m} requests are in flight on all hosts.
 *
 * <p>Observes every host of the load balancer to count {@code m}. Since {@code c} is above 1, the
 * bounds add up to more than {@code m}, so some host has room (trap 14) unless removed hosts or
 * other threads have changed {@code m} meanwhile.
 */
public final class BoundedLoad implements HostLimit, HostObserver {
  private final double c;
  private final AtomicInteger inFlight = new AtomicInteger();

  /**
   * Makes a bound.
   *
   * @param c above 1
   */
  public BoundedLoad(double c) {
    this.c = c;
  }

  @Override
  public int of(HostSet all, int index) {
    double share = c * (inFlight.get() + 1) / all.size() * all.weight(index);
    // What is above a whole number by rounding only counts as that number.
    return (int) Math.ceil(share - 1e-9 * share);
  }

  @Override
  public void begun(long now) {
    inFlight.getAndIncrement();
  }

  @Override
  public void ended(long now) {
    inFlight.getAndDecrement();
  }
}
