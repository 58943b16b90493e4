/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import java.util.Random;

/**
 * How long an ordinary server needs for each request. The mean is 1 unit, since that is what a unit
 * is. Implementations use StrictMath, because Math may differ in the last bit from one machine to
 * the next.
 */
@FunctionalInterface
interface ServiceTimes {

  /** Exponentially distributed. */
  ServiceTimes EXPONENTIAL = chance -> -StrictMath.log(1 - chance.nextDouble());

  /** All requests need the same time. */
  ServiceTimes CONSTANT = chance -> 1;

  /** Draws the time for the next request, in units. */
  double next(Random chance);

  /**
   * Lognormally distributed.
   *
   * @param sigma the standard deviation of the logarithm
   */
  static ServiceTimes lognormal(double sigma) {
    return chance -> StrictMath.exp(sigma * chance.nextGaussian() - sigma * sigma / 2);
  }

  /**
   * Short requests and long ones, each of a constant time.
   *
   * @param longShare the share of the requests that are long
   * @param ratio how many times as long a long one is
   */
  static ServiceTimes bimodal(double longShare, double ratio) {
    double shortTime = 1 / (1 - longShare + longShare * ratio);
    return chance -> chance.nextDouble() < longShare ? ratio * shortTime : shortTime;
  }
}
