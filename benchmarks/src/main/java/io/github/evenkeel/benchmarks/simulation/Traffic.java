/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

/**
 * What the clients send.
 *
 * @param arrivals how many requests arrive
 * @param busiest how many times as many requests the busiest client sends as the quietest; the
 *     others are evenly spaced between them. 1 if all send alike
 * @param serviceTimes how long an ordinary server needs for each
 * @param streams which responses go on after they began
 * @param hotKeyShare the share of the requests that carry one and the same key
 */
record Traffic(
    Arrivals arrivals,
    double busiest,
    ServiceTimes serviceTimes,
    Streams streams,
    double hotKeyShare) {

  /** One request in each unit, with nothing special about it. */
  static final Traffic PLAIN =
      new Traffic(Arrivals.constant(1), 1, ServiceTimes.EXPONENTIAL, Streams.NONE, 0);

  Traffic withArrivals(Arrivals arrivals) {
    return new Traffic(arrivals, busiest, serviceTimes, streams, hotKeyShare);
  }

  Traffic withBusiest(double busiest) {
    return new Traffic(arrivals, busiest, serviceTimes, streams, hotKeyShare);
  }

  Traffic withServiceTimes(ServiceTimes serviceTimes) {
    return new Traffic(arrivals, busiest, serviceTimes, streams, hotKeyShare);
  }

  Traffic withStreams(Streams streams) {
    return new Traffic(arrivals, busiest, serviceTimes, streams, hotKeyShare);
  }

  Traffic withHotKeyShare(double hotKeyShare) {
    return new Traffic(arrivals, busiest, serviceTimes, streams, hotKeyShare);
  }

  /**
   * Which client sends a request, as a fraction of their number from 0 to below 1.
   *
   * @param uniform a number drawn evenly from 0 to below 1
   */
  double client(double uniform) {
    if (busiest == 1) {
      return uniform;
    }
    // The inverse of the distribution whose density rises in a straight line from 1 to `busiest`.
    return (Math.sqrt(1 + (busiest * busiest - 1) * uniform) - 1) / (busiest - 1);
  }
}
