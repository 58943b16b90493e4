/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import io.github.evenkeel.internal.option.Check;

/**
 * Sends all requests with one affinity key to one endpoint, the key's owner. The hash of the key
 * tells the owner, so all clients of a service agree on it. Endpoints own keys in proportion to
 * their weights.
 *
 * <p>A request that has tried the key's owner before goes to the owner of the key among the
 * remaining endpoints by rendezvous hashing. All clients agree on that endpoint, too, and the keys
 * of one endpoint spread over all others. A request without a key goes to the less loaded of two
 * endpoints, as under {@link Algorithms#powerOfTwoChoices}.
 */
public interface HashAlgorithm extends Algorithm {

  @Override
  default boolean usesAffinityKeys() {
    return true;
  }

  /**
   * Returns this algorithm with bounded loads: no endpoint gets a request that would take it above
   * {@code ceil(c * (m + 1) / n)} requests in flight, where {@code m} is the number of requests
   * that this client has in flight on all endpoints and {@code n} the number of endpoints. Under
   * unequal weights, an endpoint's bound is its share by weight of {@code c * (m + 1)}.
   *
   * <p>What holds when many threads send requests: the check and the count are one atomic step, so
   * no endpoint exceeds the bound for the {@code m} that the request has read. That {@code m} may
   * be a few requests old, as in Envoy and HAProxy. If other threads fill the endpoint that was
   * picked eight times in a row, the request is sent all the same. Requests in flight on endpoints
   * that were removed are part of {@code m}.
   *
   * <p>A key whose owner is full goes to the owner of the hash of its hash, and so on.
   *
   * <p>Mirrokni, Thorup and Zadimoghaddam, "Consistent Hashing with Bounded Loads", 2016; HAProxy's
   * {@code hash-balance-factor} and Envoy's {@code hash_balance_factor}, which are {@code 100 * c}.
   *
   * @param c how far above the average an endpoint may go, as a factor: above 1, at most 100; 1.25
   *     to 2 is sensible: near 1 keys leave their owners often, and far above a hot key is hardly
   *     bounded.
   * @throws IllegalArgumentException if {@code c} is out of range
   */
  default Algorithm boundedLoads(double c) {
    return new BoundedLoads(this, c);
  }

  /**
   * A hash algorithm with bounded loads; see {@link HashAlgorithm#boundedLoads}.
   *
   * @param hash tells the owner of a key
   * @param c how far above the average an endpoint may go; above 1, at most 100
   */
  record BoundedLoads(HashAlgorithm hash, double c) implements Algorithm {
    private static final double MAX_C = 100;

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if {@code c} is out of range
     */
    public BoundedLoads {
      Check.notNull(hash, "hash of BoundedLoads", "a HashAlgorithm");
      if (!(c > 1 && c <= MAX_C)) {
        boolean isPercent = c > MAX_C && c <= 100 * MAX_C;
        throw new IllegalArgumentException(
            "c of boundedLoads must be above 1 and at most 100, such as 1.25, but was "
                + c
                + (isPercent ? "; did you mean " + Check.plain(c, -2) + "?" : ""));
      }
    }

    @Override
    public boolean usesAffinityKeys() {
      return true;
    }

    @Override
    public String toString() {
      return hash + ".boundedLoads(" + c + ")";
    }
  }
}
