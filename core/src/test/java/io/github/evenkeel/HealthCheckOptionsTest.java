/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.balancer.LoadBalancerBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Defaults, ranges, and what is said of what is out of them. */
class HealthCheckOptionsTest {
  private final HealthCheck.Builder builder = HealthCheck.builder();

  @Test
  void riseAndFallAreHaproxysByDefault() {
    HealthCheck defaults = HealthCheck.defaults();
    assertEquals(2, defaults.rise());
    assertEquals(3, defaults.fall());
    assertEquals(Duration.ofSeconds(5), defaults.interval());
    assertEquals(10, defaults.jitterPercent());
    assertEquals(Duration.ofSeconds(1), defaults.timeout());
    assertEquals(
        "HealthCheck[interval=5 s, jitterPercent=10, timeout=1 s, rise=2, fall=3]",
        defaults.toString());
  }

  @Test
  void everythingCanBeSet() {
    HealthCheck options =
        builder
            .interval(Duration.ofMillis(10))
            .jitterPercent(0)
            .timeout(Duration.ofMinutes(10))
            .rise(1)
            .fall(Integer.MAX_VALUE)
            .build();
    assertEquals(
        "HealthCheck[interval=10 ms, jitterPercent=0, timeout=10 min, rise=1, fall=2147483647]",
        options.toString());
  }

  @Test
  void whatIsOutOfRangeIsRefused() {
    BadInput.assertRefused(
        () -> builder.interval(Duration.ofMillis(9)), "interval of health checks", "10 ms", "9 ms");
    BadInput.assertRefused(
        () -> builder.interval(Duration.ofDays(2)), "interval of health checks", "1 d", "2 d");
    BadInput.assertRefused(
        () -> builder.timeout(Duration.ZERO), "timeout of health checks", "10 ms", "0 s");
    BadInput.assertRefused(
        () -> builder.timeout(Duration.ofMinutes(11)),
        "timeout of health checks",
        "10 min",
        "11 min");
    BadInput.assertRefused(
        () -> builder.jitterPercent(51), "jitterPercent of health checks", "50", "51");
    BadInput.assertRefused(
        () -> builder.jitterPercent(0.1), "jitterPercent of health checks", "did you mean 10?");
    BadInput.assertRefused(
        () -> builder.rise(0),
        "rise of health checks must be at least 1, but was 0; 1 brings an endpoint back");
    BadInput.assertRefused(
        () -> builder.fall(-1),
        "fall of health checks must be at least 1, but was -1; 1 takes an endpoint out");
  }

  @Test
  @SuppressWarnings("NullAway") // Null is what it is about.
  void nullIsRefused() {
    LoadBalancerBuilder balancer = new LoadBalancerBuilder("orders");
    BadInput.assertNullRefused(() -> balancer.healthCheck(null, new TcpProbe()), "healthCheck");
    BadInput.assertNullRefused(
        () -> balancer.healthCheck(HealthCheck.defaults(), null), "probe of healthCheck");
    BadInput.assertNullRefused(() -> ProbeResult.failed(null), "reason");
  }

  /** Who has no checks has nothing scheduled for them. */
  @Test
  void offByDefault() {
    VirtualTime time = new VirtualTime();
    Scene scene = new Scene(Algorithms.roundRobin(), time).with(3);
    assertEquals(0, time.scheduled());
    assertTrue(scene.balancer.statistics().stream().noneMatch(EndpointStatistics::isUnhealthy));
  }
}
