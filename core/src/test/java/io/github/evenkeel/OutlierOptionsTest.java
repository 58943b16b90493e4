/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.OutlierDetection.Detector;
import io.github.evenkeel.balancer.LoadBalancerBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Defaults, ranges, and what is said of what is out of them. */
class OutlierOptionsTest {
  private final OutlierDetection.Builder builder = OutlierDetection.builder();

  @Test
  void theDefaultsAreEnvoys() {
    OutlierDetection defaults = OutlierDetection.defaults();
    assertEquals(5, defaults.consecutive5xx());
    assertEquals(5, defaults.consecutiveGatewayFailures());
    assertEquals(Duration.ofSeconds(10), defaults.interval());
    assertEquals(Duration.ofSeconds(30), defaults.baseEjectionTime());
    assertEquals(Duration.ofMinutes(5), defaults.maxEjectionTime());
    assertEquals(10, defaults.maxEjectionPercent());
    assertEquals(50, defaults.panicThreshold());
    assertEquals(5, defaults.successRate().minimumHosts());
    assertEquals(100, defaults.successRate().requestVolume());
    assertEquals(1.9, defaults.successRate().stdevFactor());
    assertEquals(85, defaults.failurePercentage().threshold());
    assertEquals(5, defaults.failurePercentage().minimumHosts());
    assertEquals(50, defaults.failurePercentage().requestVolume());
    for (Detector detector : Detector.values()) {
      assertEquals(100, defaults.enforcingPercent(detector));
      assertEquals(detector != Detector.MEDIAN_LATENCY, defaults.detects(detector));
    }
  }

  @Test
  void whatIsSetIsOn() {
    OutlierDetection options =
        builder
            .off(Detector.CONSECUTIVE_5XX)
            .off(Detector.CONSECUTIVE_GATEWAY_FAILURES)
            .off(Detector.SUCCESS_RATE)
            .off(Detector.FAILURE_PERCENTAGE)
            .consecutive5xx(1)
            .consecutiveGatewayFailures(2)
            .successRate(
                SuccessRate.defaults()
                    .withMinimumHosts(2)
                    .withRequestVolume(1)
                    .withStdevFactor(0.1))
            .failurePercentage(
                FailurePercentage.defaults()
                    .withThreshold(1)
                    .withMinimumHosts(1)
                    .withRequestVolume(1))
            .medianLatency(MedianLatency.above(1.5).withMinimumHosts(2).withRequestVolume(1))
            .enforcing(Detector.SUCCESS_RATE, 0)
            .build();
    for (Detector detector : Detector.values()) {
      assertTrue(options.detects(detector));
    }
    assertEquals(1, options.consecutive5xx());
    assertEquals(2, options.consecutiveGatewayFailures());
    assertEquals(2, options.successRate().minimumHosts());
    assertEquals(1, options.successRate().requestVolume());
    assertEquals(0.1, options.successRate().stdevFactor());
    assertEquals(1, options.failurePercentage().threshold());
    assertEquals(1, options.failurePercentage().minimumHosts());
    assertEquals(1, options.failurePercentage().requestVolume());
    assertEquals(1.5, options.medianLatency().factor());
    assertEquals(2, options.medianLatency().minimumHosts());
    assertEquals(1, options.medianLatency().requestVolume());
    assertEquals(0, options.enforcingPercent(Detector.SUCCESS_RATE));
  }

  /** A builder may be used again, for what is similar. */
  @Test
  void whatWasBuiltDoesNotChange() {
    OutlierDetection before = builder.build();
    builder.off(Detector.SUCCESS_RATE).enforcing(Detector.CONSECUTIVE_5XX, 0).consecutive5xx(9);
    assertTrue(before.detects(Detector.SUCCESS_RATE));
    assertEquals(100, before.enforcingPercent(Detector.CONSECUTIVE_5XX));
    assertEquals(5, before.consecutive5xx());
    assertFalse(builder.build().detects(Detector.SUCCESS_RATE));
  }

  @Test
  void theLongestEjectionIsAtLeastTheFirst() {
    Duration hour = Duration.ofHours(1);
    assertEquals(hour, builder.baseEjectionTime(hour).build().maxEjectionTime());
    builder.maxEjectionTime(hour.minusNanos(1_000_000));
    BadInput.assertRefused(
        builder::build,
        "maxEjectionTime of outlier detection must be at least baseEjectionTime, which is 1 h,"
            + " but was 59 min 59.999 s; raise it, or lower baseEjectionTime");
    assertEquals(hour, builder.maxEjectionTime(hour).build().maxEjectionTime());
  }

  @Test
  void refusesWhatIsOutOfRange() {
    BadInput.assertRefused(
        () -> builder.consecutive5xx(0),
        "consecutive5xx of outlier detection must be at least 1, but was 0; off(CONSECUTIVE_5XX)"
            + " turns it off");
    BadInput.assertRefused(
        () -> builder.consecutiveGatewayFailures(-1), "at least 1, but was -1", "off(");
    BadInput.assertRefused(
        () -> builder.interval(Duration.ofMillis(99)), "interval", "100 ms to 1 d", "99 ms");
    BadInput.assertRefused(
        () -> builder.baseEjectionTime(Duration.ZERO), "baseEjectionTime", "was 0 s");
    BadInput.assertRefused(
        () -> builder.maxEjectionTime(Duration.ofDays(2)), "maxEjectionTime", "at most 1 d");
    BadInput.assertRefused(
        () -> builder.maxEjectionPercent(0), "was 0; enforcing(detector, 0) reports outliers");
    BadInput.assertRefused(() -> builder.maxEjectionPercent(101), "from 1 to 100, but was 101.0");
    BadInput.assertRefused(() -> builder.maxEjectionPercent(0.1), "but was 0.1; did you mean 10?");
    BadInput.assertRefused(() -> builder.panicThreshold(0.5), "0 or from 1 to 100", "mean 50?");
    BadInput.assertRefused(() -> builder.panicThreshold(100.5), "but was 100.5");
    BadInput.assertRefused(
        () -> builder.enforcing(Detector.SUCCESS_RATE, 101),
        "enforcing of outlier detection for SUCCESS_RATE must be in percent",
        "but was 101.0");
    BadInput.assertRefused(() -> SuccessRate.defaults().withMinimumHosts(1), "minimumHosts of s");
    BadInput.assertRefused(() -> SuccessRate.defaults().withRequestVolume(0), "at least 1");
    BadInput.assertRefused(() -> SuccessRate.defaults().withStdevFactor(1900), "0.1 to 100");
    BadInput.assertRefused(() -> FailurePercentage.defaults().withThreshold(0.85), "mean 85?");
    BadInput.assertRefused(() -> FailurePercentage.defaults().withMinimumHosts(0), "at least 1");
    BadInput.assertRefused(() -> FailurePercentage.defaults().withRequestVolume(0), "at least 1");
    BadInput.assertRefused(() -> MedianLatency.above(1), "from 1.5 to 1000, but was 1.0");
    BadInput.assertRefused(() -> MedianLatency.above(2).withMinimumHosts(1), "at least 2");
    BadInput.assertRefused(() -> MedianLatency.above(2).withRequestVolume(0), "at least 1");
  }

  @Test
  @SuppressWarnings("NullAway") // That is what is tested.
  void refusesNull() {
    BadInput.assertNullRefused(() -> builder.off(null), "detector must be");
    BadInput.assertNullRefused(() -> builder.enforcing(null, 1), "detector must be");
    BadInput.assertNullRefused(
        () -> new LoadBalancerBuilder("orders").outlierDetection(null), "outlierDetection must be");
    BadInput.assertNullRefused(
        () -> new LoadBalancerBuilder("orders").listener(null), "listener must be");
  }
}
