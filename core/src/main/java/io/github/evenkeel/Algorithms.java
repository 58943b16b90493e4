/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import io.github.evenkeel.internal.option.Check;
import java.util.stream.IntStream;

/** The algorithms that a {@link LoadBalancer} may choose by. All honour weights. */
public final class Algorithms {
  private Algorithms() {}

  /**
   * Adaptive stride scheduling, the default: every endpoint that is healthy gets its fair share,
   * and slow and failing endpoints get less.
   *
   * <p>Endpoints take turns in virtual time, as in stride scheduling (Waldspurger and Weihl, 1995)
   * and start-time fair queueing (Goyal, Vin and Cheng, 1996). Each request costs its endpoint a
   * turn of 1/weight, so small differences in response time cannot move the shares. The endpoint
   * with the fewest requests in flight for its weight goes first, and turns decide among equals. An
   * endpoint that is much slower than the median, or that fails, has longer turns, until it
   * recovers.
   *
   * <p>Finds the endpoint by looking at one number for each endpoint, which takes time proportional
   * to their number.
   */
  public static Algorithm adaptiveStride() {
    return Plain.ADAPTIVE_STRIDE;
  }

  /**
   * Any endpoint, with a probability in proportion to its weight. Needs no state and no luck with
   * synchronised clients; the spread is as uneven as chance is. Takes constant time.
   */
  public static Algorithm random() {
    return Plain.RANDOM;
  }

  /**
   * One endpoint after the other. With unequal weights, each endpoint gets turns in proportion to
   * its weight, spaced evenly. Each client begins at a random place and goes on where it was when
   * endpoints change. Blind to load: a slow endpoint gets as many requests as a fast one. Takes
   * constant time; under unequal weights, time proportional to the number of endpoints.
   */
  public static Algorithm roundRobin() {
    return Plain.ROUND_ROBIN;
  }

  /**
   * The endpoint with the fewest requests in flight from this client for its weight, found by
   * looking at all of them. Endpoints that tie take turns in proportion to their weights, so a
   * client that sends one request at a time goes round robin. Takes time proportional to the number
   * of endpoints. HAProxy's {@code leastconn}, Envoy's {@code LEAST_REQUEST} with {@code
   * FULL_SCAN}.
   *
   * <p>An endpoint that is slow keeps as many requests in flight as the others. An endpoint that
   * fails has longer turns.
   */
  public static Algorithm leastRequest() {
    return Plain.LEAST_REQUEST;
  }

  /**
   * Of two different endpoints drawn at random, the one with less load. Nearly as even as looking
   * at all, in constant time, and without a herd of clients that all find the same endpoint least
   * loaded. With unequal weights, both are drawn with probabilities in proportion to weight.
   *
   * <p>Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001; Envoy's {@code
   * LEAST_REQUEST} with {@code choice_count} 2.
   *
   * @param load what load is
   */
  public static Algorithm twoChoices(Load load) {
    return new TwoChoices(load);
  }

  /**
   * Of two different endpoints drawn at random, the one with fewer requests in flight from this
   * client: {@link #twoChoices} by {@link Load#inFlight}.
   */
  public static Algorithm powerOfTwoChoices() {
    return twoChoices(Load.inFlight());
  }

  /**
   * Of two different endpoints drawn at random, the one that is likely to respond sooner: {@link
   * #twoChoices} by {@link Load#peakEwma()}, as in Finagle and Linkerd. Concentrates load on
   * endpoints that are a little faster than others.
   */
  public static Algorithm peakEwma() {
    return twoChoices(Load.peakEwma());
  }

  /** {@link #ringHash(int, int)} with a minimum of 1024 and a maximum of 8388608 points. */
  public static HashAlgorithm ringHash() {
    return ringHash(1024, RingHash.MAXIMUM_SIZE);
  }

  /**
   * Consistent hashing on a ring (Karger et al., 1997). An endpoint that goes moves its own keys
   * and no others, unless all endpoints get more or fewer points: when the average weight reaches
   * another power of two, or the ring its maximum size (with the defaults, at 8193 endpoints of one
   * weight). Then up to half of all keys move. Takes constant time; the ring takes 12 bytes for
   * each point.
   *
   * @param minimumSize how many points an endpoint of weight 1 has on the ring, if the average
   *     weight is at least 1 and less than 2. The more points, the more evenly keys are spread, and
   *     the more memory the ring takes. At least 1.
   * @param maximumSize the number of points on the ring above which each endpoint has half as many,
   *     or a quarter, and so on; from {@code minimumSize} to 8388608
   * @throws IllegalArgumentException if a size is out of range
   */
  public static HashAlgorithm ringHash(int minimumSize, int maximumSize) {
    return new RingHash(minimumSize, maximumSize);
  }

  /** {@link #maglev(int)} with a table of 65537 places. */
  public static HashAlgorithm maglev() {
    return maglev(65537);
  }

  /**
   * Consistent hashing by Google's Maglev: the most even spread of keys and the fastest pick. An
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
   * endpoint that goes moves its own keys and no others. Takes time proportional to the number of
   * endpoints. Thaler and Ravishankar, 1998.
   */
  public static HashAlgorithm rendezvous() {
    return new Rendezvous();
  }

  /** {@link #sticky(int)} that remembers 100000 keys. */
  public static Algorithm sticky() {
    return sticky(100_000);
  }

  /**
   * An affinity key keeps its endpoint as long as the endpoint is there, also when others come. A
   * key that is new, or whose endpoint is gone, gets the less loaded of two, and so does a request
   * without a key. Each client remembers for itself: unlike under the hash algorithms, two clients
   * may send a key to different endpoints.
   *
   * @param maximumKeys how many keys are remembered, at least 1. At least half as many of those
   *     used last are.
   * @throws IllegalArgumentException if {@code maximumKeys} is less than 1
   */
  public static Algorithm sticky(int maximumKeys) {
    return new Sticky(maximumKeys);
  }

  /**
   * An algorithm of your own.
   *
   * @param name the algorithm's name, for messages
   * @param picker chooses an endpoint. All load balancers with this algorithm share it.
   */
  public static Algorithm custom(String name, Picker picker) {
    return new Custom(name, picker);
  }

  /** The algorithms without options. */
  public enum Plain implements Algorithm {
    /** See {@link Algorithms#adaptiveStride()}. */
    ADAPTIVE_STRIDE("adaptiveStride"),
    /** See {@link Algorithms#random()}. */
    RANDOM("random"),
    /** See {@link Algorithms#roundRobin()}. */
    ROUND_ROBIN("roundRobin"),
    /** See {@link Algorithms#leastRequest()}. */
    LEAST_REQUEST("leastRequest");

    private final String name;

    Plain(String name) {
      this.name = name;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * See {@link Algorithms#twoChoices(Load)}.
   *
   * @param load what load is
   */
  public record TwoChoices(Load load) implements Algorithm {

    /** Checks the argument. */
    public TwoChoices {
      Check.notNull(load, "load of twoChoices", "one of Load, such as Load.inFlight()");
    }

    @Override
    public String toString() {
      return load instanceof Load.InFlight ? "powerOfTwoChoices" : load.toString();
    }
  }

  /**
   * See {@link Algorithms#ringHash(int, int)}.
   *
   * @param minimumSize how many points an endpoint of weight 1 has
   * @param maximumSize the number of points above which each endpoint has fewer
   */
  public record RingHash(int minimumSize, int maximumSize) implements HashAlgorithm {
    private static final int MAXIMUM_SIZE = 1 << 23;

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if a size is out of range
     */
    public RingHash {
      if (minimumSize < 1 || minimumSize > maximumSize || maximumSize > MAXIMUM_SIZE) {
        throw new IllegalArgumentException(
            "sizes of ringHash must be 1 <= minimum <= maximum <= "
                + MAXIMUM_SIZE
                + ", but were minimum "
                + minimumSize
                + " and maximum "
                + maximumSize);
      }
    }

    @Override
    public String toString() {
      return "ringHash";
    }
  }

  /**
   * See {@link Algorithms#maglev(int)}.
   *
   * @param tableSize the number of places that endpoints share
   */
  public record Maglev(int tableSize) implements HashAlgorithm {
    private static final int MAXIMUM_SIZE = 5_000_011;

    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException if {@code tableSize} is not a prime or too large
     */
    public Maglev {
      if (tableSize > MAXIMUM_SIZE || !isPrime(tableSize)) {
        throw new IllegalArgumentException(
            "table size of maglev must be a prime of at most "
                + MAXIMUM_SIZE
                + ", such as 65537, but was "
                + tableSize);
      }
    }

    private static boolean isPrime(int number) {
      return number > 1
          && IntStream.iterate(2, i -> (long) i * i <= number, i -> i + 1)
              .noneMatch(i -> number % i == 0);
    }

    @Override
    public String toString() {
      return "maglev";
    }
  }

  /** See {@link Algorithms#rendezvous()}. */
  public record Rendezvous() implements HashAlgorithm {
    @Override
    public String toString() {
      return "rendezvous";
    }
  }

  /**
   * See {@link Algorithms#sticky(int)}.
   *
   * @param maximumKeys how many keys are remembered
   */
  public record Sticky(int maximumKeys) implements Algorithm {

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if {@code maximumKeys} is less than 1
     */
    public Sticky {
      Check.atLeast(1, maximumKeys, "maximumKeys of sticky");
    }

    @Override
    public boolean usesAffinityKeys() {
      return true;
    }

    @Override
    public String toString() {
      return "sticky";
    }
  }

  /**
   * See {@link Algorithms#custom(String, Picker)}.
   *
   * @param name the algorithm's name
   * @param picker chooses an endpoint
   */
  public record Custom(String name, Picker picker) implements Algorithm {

    /** Checks the arguments. */
    public Custom {
      Check.notNull(name, "name of custom", "the algorithm's name, for messages");
      Check.notNull(picker, "picker of custom", "a Picker");
    }

    @Override
    public boolean usesAffinityKeys() {
      return true;
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
