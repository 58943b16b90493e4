/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

import java.util.random.RandomGenerator;

/**
 * How long requests take on a pod that is not slowed down.
 *
 * @param meanMicros their mean
 * @param shape how they are distributed around it
 */
record ServiceTimes(double meanMicros, Shape shape) {

  double meanSeconds() {
    return meanMicros / 1e6;
  }

  /** A distribution with mean 1. */
  enum Shape {
    /** With the deviation {@value #SIGMA} of the logarithm: 1 in 100 takes more than 3.4. */
    LOGNORMAL {
      @Override
      double draw(RandomGenerator random) {
        return Math.exp(SIGMA * random.nextGaussian() - SIGMA * SIGMA / 2);
      }
    },
    EXPONENTIAL {
      @Override
      double draw(RandomGenerator random) {
        return random.nextExponential();
      }
    };

    static final double SIGMA = 0.6;

    abstract double draw(RandomGenerator random);
  }
}
