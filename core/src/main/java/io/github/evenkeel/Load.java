/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What an endpoint's load is, as this client sees it: one of the two halves of {@link
 * Algorithms#leastLoaded} and {@link Algorithms#twoChoices}, the other being how one chooses.
 * Immutable.
 *
 * <p>Whatever the load is, failures add to it. An endpoint that fails at once is idle and quick,
 * and would attract all traffic if only that counted. The load is divided by the share of requests
 * that succeeded of about the last five, at most 1000-fold; without further requests the failures
 * fade with a time constant of 10 s, so that the endpoint is tried again.
 */
public abstract class Load {
  private static final Duration MIN_DECAY = Duration.ofMillis(10);
  private static final Duration MAX_DECAY = Duration.ofHours(1);

  private final String name;

  Load(String name) {
    this.name = name;
  }

  /** The number of requests in flight, plus the one to be sent. */
  public static Load inFlight() {
    return new InFlight();
  }

  /** {@link #peakEwma(Duration)} with a decay of 10 s. */
  public static Load peakEwma() {
    return peakEwma(Duration.ofSeconds(10));
  }

  /**
   * The time an endpoint takes, times the number of requests in flight plus the one to be sent. The
   * time is an exponentially weighted moving average that jumps up to a peak at once and comes down
   * slowly; while nothing is heard it decays, so that an endpoint that was slow is tried again. The
   * ages of the running requests, added up, are the load when they are more: an endpoint that hangs
   * looks bad before it answers. One of which nothing is known yet gets a request at once, but no
   * second one before it has answered if there are others.
   *
   * <p>In the first 3 s of a client's life, from its first answer on, it does not count how long
   * answers took: what takes long then is the client itself, which opens connections and compiles.
   * Until then a request is taken to need 1 s on any endpoint, so that requests in flight decide as
   * under {@link #inFlight()}, except where their ages already add up to more.
   *
   * <p>Finagle's and Linkerd's peak EWMA.
   *
   * @param decay after how long a past answer counts 1/e of a new one; 10 ms to 1 h. Averages have
   *     the precision of a {@code float}, in which steps that are too small are lost: with 1 h, an
   *     average comes down too slowly at 5000 answers a second from one endpoint, and not at all at
   *     20000; with up to 10 min it does at any rate
   * @throws IllegalArgumentException if {@code decay} is out of range
   */
  public static Load peakEwma(Duration decay) {
    requireNonNull(decay, "decay");
    if (decay.compareTo(MIN_DECAY) < 0 || decay.compareTo(MAX_DECAY) > 0) {
      throw new IllegalArgumentException(
          "decay of peakEwma must be from 10 ms to 1 h, but was " + decay);
    }
    return new PeakEwma(decay);
  }

  /** Returns where one balancer gets its hosts' gauges from. */
  abstract GaugeFactory newGauges();

  /** The same for an algorithm that looks at all hosts for each request. */
  GaugeFactory newGaugesToScan() {
    return newGauges();
  }

  /** The load's name, such as {@code peakEwma}. */
  @Override
  public final String toString() {
    return name;
  }
}
