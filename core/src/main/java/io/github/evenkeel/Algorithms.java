/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

/** The algorithms by which a {@link LoadBalancer} may choose. */
public final class Algorithms {
  private Algorithms() {}

  /**
   * Any endpoint, all equally likely. Needs no state and no luck with synchronised clients; the
   * spread is as uneven as chance is. Ignores weights.
   */
  public static Algorithm random() {
    return new RandomChoice();
  }

  /**
   * One endpoint after the other. Each client begins at a place of its own, and goes on where it
   * was when endpoints change. Blind to load: a slow endpoint gets as much as a fast one. Ignores
   * weights.
   */
  public static Algorithm roundRobin() {
    return new RoundRobin();
  }

  /**
   * The endpoint with the fewest requests in flight from this client, found by looking at all of
   * them; those that tie take turns, so that a client that sends one request at a time goes round
   * robin. HAProxy's {@code leastconn}, Envoy's {@code LEAST_REQUEST} with {@code FULL_SCAN}. Costs
   * time proportional to the number of endpoints. Ignores weights.
   */
  public static Algorithm leastRequest() {
    return new LeastRequest();
  }

  /**
   * Of two different endpoints drawn by chance, the one with fewer requests in flight from this
   * client. Nearly as even as {@link #leastRequest()} at a cost that does not grow with the number
   * of endpoints, and without a herd of clients that all find the same one least loaded. Ignores
   * weights.
   *
   * <p>Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001; Envoy's {@code
   * LEAST_REQUEST} with {@code choice_count} 2.
   */
  public static Algorithm powerOfTwoChoices() {
    return new PowerOfTwoChoices();
  }
}
