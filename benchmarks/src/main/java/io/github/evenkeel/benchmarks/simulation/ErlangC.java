/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

/**
 * The queue M/M/k in closed form: Poisson arrivals, exponential service times of mean 1, and {@code
 * k} slots behind one queue. Erlang, 1917.
 *
 * @param slots the number of slots, k
 * @param load the share of them that is busy on average, ρ; below 1
 */
record ErlangC(int slots, double load) {

  /** Checks that the queue settles. */
  ErlangC {
    if (slots < 1 || !(load > 0 && load < 1)) {
      throw new IllegalArgumentException(
          "slots must be 1 or more and load between 0 and 1, but were " + slots + " and " + load);
    }
  }

  /** The probability that a request has to wait. */
  double waitProbability() {
    double offered = slots * load;
    double blocked = 1;
    for (int i = 1; i <= slots; i++) {
      blocked = offered * blocked / (i + offered * blocked);
    }
    return blocked / (1 - load * (1 - blocked));
  }

  /** The rate at which the wait of those that wait decays. */
  private double drain() {
    return slots * (1 - load);
  }

  /** The mean wait, over those that wait and those that do not. */
  double meanWait() {
    return waitProbability() / drain();
  }

  /** The wait that a share {@code p} of the requests does not exceed. */
  double waitQuantile(double p) {
    return Math.max(0, StrictMath.log(waitProbability() / (1 - p)) / drain());
  }

  /** The time from arrival to response that a share {@code p} of the requests does not exceed. */
  double responseQuantile(double p) {
    double low = 0;
    double high = 1;
    while (responseExceeds(high) > 1 - p) {
      high *= 2;
    }
    while (high - low > 1e-9) {
      double middle = (low + high) / 2;
      if (responseExceeds(middle) > 1 - p) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** The probability that the response takes longer than {@code t}: the wait and a service. */
  private double responseExceeds(double t) {
    double waits = waitProbability();
    double drain = drain();
    double served = StrictMath.exp(-t);
    double ofThoseThatWait =
        Math.abs(drain - 1) < 1e-9
            ? (1 + t) * served
            : (drain * served - StrictMath.exp(-drain * t)) / (drain - 1);
    return (1 - waits) * served + waits * ofThoseThatWait;
  }
}
