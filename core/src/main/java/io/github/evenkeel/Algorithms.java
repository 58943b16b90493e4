/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static java.util.Objects.requireNonNull;

/** The algorithms by which a {@link LoadBalancer} may choose. All honour weights. */
public final class Algorithms {
  private Algorithms() {}

  /**
   * Any endpoint, with a chance in proportion to its weight. Needs no state and no luck with
   * synchronised clients; the spread is as uneven as chance is. Takes the same time for any number
   * of endpoints.
   */
  public static Algorithm random() {
    return new RandomChoice();
  }

  /**
   * One endpoint after the other; with unequal weights each gets turns in proportion to its weight,
   * spread evenly over the cycle. Each client begins at a place of its own, and goes on where it
   * was when endpoints change. Blind to load: a slow endpoint gets as much as a fast one. Takes the
   * same time for any number of endpoints; under weights, time that grows with its logarithm.
   */
  public static Algorithm roundRobin() {
    return new RoundRobin();
  }

  /**
   * The endpoint with the least load for its weight, found by looking at all of them; those that
   * tie take turns. Costs time proportional to the number of endpoints.
   *
   * <p>With unequal weights load is {@code cost * (1 + inFlight / weight + lead)}, where {@code
   * lead} is how far an endpoint is ahead of the turns that a round robin by weight would give it.
   * So while endpoints are idle or equally loaded they get requests in proportion to their weights,
   * where Envoy's {@code weight / (inFlight + 1)} taken alone would give all to the heaviest.
   *
   * @param load what load is
   */
  public static Algorithm leastLoaded(Load load) {
    return new LeastLoaded("leastLoaded(" + requireNonNull(load, "load") + ")", load);
  }

  /**
   * Of two different endpoints drawn by chance, the one with less load. Nearly as even as {@link
   * #leastLoaded} at a cost that does not grow with the number of endpoints, and without a herd of
   * clients that all find the same one least loaded. With unequal weights both are drawn with
   * chances in proportion to weight, and compared as under {@link #leastLoaded}.
   *
   * <p>Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001; Envoy's {@code
   * LEAST_REQUEST} with {@code choice_count} 2.
   *
   * @param load what load is
   */
  public static Algorithm twoChoices(Load load) {
    return new TwoChoices("twoChoices(" + requireNonNull(load, "load") + ")", load);
  }

  /**
   * The endpoint with the fewest requests in flight from this client, found by looking at all of
   * them; those that tie take turns, so that a client that sends one request at a time goes round
   * robin. {@link #leastLoaded} by {@link Load#inFlight}. HAProxy's {@code leastconn}, Envoy's
   * {@code LEAST_REQUEST} with {@code FULL_SCAN}.
   */
  public static Algorithm leastRequest() {
    return new LeastLoaded("leastRequest", Load.inFlight());
  }

  /**
   * Of two different endpoints drawn by chance, the one with fewer requests in flight from this
   * client: {@link #twoChoices} by {@link Load#inFlight}.
   */
  public static Algorithm powerOfTwoChoices() {
    return new TwoChoices("powerOfTwoChoices", Load.inFlight());
  }

  /**
   * Of two different endpoints drawn by chance, the one that is likely to answer sooner: {@link
   * #twoChoices} by {@link Load#peakEwma()}.
   */
  public static Algorithm peakEwma() {
    return new TwoChoices("peakEwma", Load.peakEwma());
  }

  /** {@link #ringHash(int, int)} with a minimum of 1024 and a maximum of 8388608 points. */
  public static HashAlgorithm ringHash() {
    return ringHash(RingHash.MINIMUM_SIZE, RingHash.MAXIMUM_SIZE);
  }

  /**
   * Consistent hashing on a ring (Karger et al., 1997). An endpoint that goes moves its own keys
   * and no others, unless all get more or fewer points: when the average weight reaches another
   * power of two, or the ring its maximum size (with the defaults, at 8193 endpoints of one
   * weight). Then up to half of all keys move. Takes the same time for any number of endpoints; the
   * ring takes 12 bytes for each point.
   *
   * @param minimumSize how many points an endpoint of weight 1 has on the ring, if the average
   *     weight is at least 1 and less than 2: so many are on the ring of a single one. The more,
   *     the more evenly keys are spread, and the more memory the ring takes. At least 1.
   * @param maximumSize above how many points on the ring each endpoint has half as many, or a
   *     quarter, and so on; from {@code minimumSize} to 8388608
   * @throws IllegalArgumentException if a size is out of range
   */
  public static HashAlgorithm ringHash(int minimumSize, int maximumSize) {
    return new RingHash(minimumSize, maximumSize);
  }

  /** {@link #maglev(int)} with a table of 65537 places. */
  public static HashAlgorithm maglev() {
    return maglev(Maglev.DEFAULT_SIZE);
  }

  /**
   * Consistent hashing by Google's Maglev: the most even spread of keys and the quickest pick. An
   * endpoint that goes moves its own keys, and a few others: under 1% with up to 100 endpoints.
   * Eisenbud et al., "Maglev: A Fast and Reliable Software Network Load Balancer", 2016.
   *
   * @param tableSize the number of places that endpoints share, a prime of at most 5000011. A
   *     hundred times the number of endpoints is plenty; with more endpoints than places, some get
   *     no keys.
   * @throws IllegalArgumentException if {@code tableSize} is not a prime or too large
   */
  public static HashAlgorithm maglev(int tableSize) {
    return new Maglev(tableSize);
  }

  /**
   * Rendezvous, or highest random weight, hashing: the most even spread without a table. An
   * endpoint that goes moves its own keys and no others. Costs time proportional to the number of
   * endpoints. Thaler and Ravishankar, 1998.
   */
  public static HashAlgorithm rendezvous() {
    return new Rendezvous();
  }

  /** {@link #sticky(int)} that remembers 100000 keys. */
  public static Algorithm sticky() {
    return sticky(Sticky.DEFAULT_MAXIMUM_KEYS);
  }

  /**
   * An affinity key keeps its endpoint as long as the endpoint is there, also when others come. A
   * key that is new, or whose endpoint is gone, gets the less loaded of two, and so does a request
   * without a key. Each client remembers for itself: unlike under the hash algorithms, two clients
   * may send a key to different endpoints.
   *
   * @param maximumKeys how many keys are remembered, at least 1; at least half as many of those
   *     used last are
   * @throws IllegalArgumentException if {@code maximumKeys} is less than 1
   */
  public static Algorithm sticky(int maximumKeys) {
    return new Sticky(maximumKeys);
  }
}
