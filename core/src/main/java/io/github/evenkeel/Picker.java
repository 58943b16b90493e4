/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

/**
 * Chooses an endpoint for a request: an algorithm of your own, for {@link Algorithms#custom}.
 *
 * <pre>{@code
 * Algorithm first = Algorithms.custom("first", (candidates, request, nowNanos) -> 0);
 * }</pre>
 *
 * <p>Called by each thread that sends a request, by many at once, and so safe for use by many
 * threads. A picker only chooses: it neither blocks nor counts requests in flight, which the load
 * balancer does.
 */
@FunctionalInterface
public interface Picker {

  /**
   * Returns the index of the candidate that the request is sent to.
   *
   * @param candidates at least 1
   * @param request its affinity key, among others
   * @param nowNanos the load balancer's clock, in nanoseconds from any origin
   * @return 0 to {@code candidates.size() - 1}. The request fails with an {@link
   *     IllegalStateException} if the index is out of range.
   */
  int pick(Candidates candidates, RequestContext request, long nowNanos);
}
