/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServiceTimesTest {
  @ParameterizedTest
  @EnumSource
  void theMeanIsOne(ServiceTimes.Shape shape) {
    SplittableRandom random = new SplittableRandom(1);
    double mean =
        DoubleStream.generate(() -> shape.draw(random)).limit(100_000).average().orElseThrow();
    assertEquals(1, mean, 0.01);
  }

  @Test
  void oneOfAHundredLognormalTimesTakesMoreThanItsQuantile() {
    SplittableRandom random = new SplittableRandom(1);
    double[] times =
        DoubleStream.generate(() -> ServiceTimes.Shape.LOGNORMAL.draw(random))
            .limit(100_000)
            .toArray();
    assertEquals(Math.exp(2.326 * 0.6 - 0.18), Statistics.quantile(0.99, times), 0.1);
  }
}
