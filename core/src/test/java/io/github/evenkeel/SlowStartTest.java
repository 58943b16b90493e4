/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlowStartTest {
  private static final Duration WINDOW = Duration.ofSeconds(60);
  private static final Endpoint NEW = Scene.endpoint(3);

  private final VirtualTime time = new VirtualTime();

  static List<Algorithm> followingWeights() {
    return EveryAlgorithm.all().stream().filter(Algorithm::followsWeights).toList();
  }

  private LoadBalancer balancer(Algorithm algorithm) {
    SplittableRandom random = new SplittableRandom(11);
    return LoadBalancer.builder("orders")
        .algorithm(algorithm)
        .slowStart(SlowStart.builder(WINDOW).build())
        .nanoClock(time)
        .random(() -> random)
        .build();
  }

  private double shareOfNew(LoadBalancer balancer) throws Exception {
    Map<Endpoint, Integer> counts = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      Lease lease = balancer.beginRequest(RequestContext.empty());
      time.advance(Duration.ofNanos(50_000));
      balancer.endRequest(lease, Outcome.SUCCESS);
      counts.merge(lease.endpoint(), 1, Integer::sum);
    }
    return counts.getOrDefault(NEW, 0) / 20_000.0;
  }

  @Test
  void weightsRiseAlongTheCurve() {
    SlowStart linear = SlowStart.builder(WINDOW).build();
    assertEquals(0.1, linear.factor(0));
    assertEquals(0.1, linear.factor(Duration.ofSeconds(6).toNanos()), 1e-9);
    assertEquals(0.5, linear.factor(Duration.ofSeconds(30).toNanos()), 1e-9);
    assertEquals(1, linear.factor(WINDOW.toNanos()));

    SlowStart eager = SlowStart.builder(WINDOW).aggression(2).minWeightPercent(1).build();
    assertEquals(Math.sqrt(1 / 60.0), eager.factor(0), 1e-9, "the first second counts whole");
    assertEquals(Math.sqrt(0.5), eager.factor(Duration.ofSeconds(30).toNanos()), 1e-9);
  }

  @ParameterizedTest
  @MethodSource("followingWeights")
  void aNewEndpointTakesUpItsShareLittleByLittle(Algorithm algorithm) throws Exception {
    LoadBalancer balancer = balancer(algorithm);
    balancer.setEndpoints(Scene.endpoints(3));
    balancer.setEndpoints(Scene.endpoints(4));

    assertEquals(0.1 / 3.1, shareOfNew(balancer), 0.01);
    time.advance(Duration.ofSeconds(29));
    assertEquals(0.5 / 3.5, shareOfNew(balancer), 0.02);
    time.advance(Duration.ofSeconds(30));
    assertEquals(0.25, shareOfNew(balancer), 0.02);
  }

  @Test
  void theEndpointsThatAClientBeginsWithAreNotNew() throws Exception {
    LoadBalancer balancer = balancer(Algorithms.roundRobin());
    balancer.setEndpoints(Scene.endpoints(4));

    assertEquals(0.25, shareOfNew(balancer), 0.001);
  }

  @Test
  void updatesThatChangeOthersDoNotBeginItAnew() throws Exception { // trap 17
    LoadBalancer balancer = balancer(Algorithms.roundRobin());
    balancer.setEndpoints(Scene.endpoints(3));
    balancer.setEndpoints(Scene.endpoints(4));
    for (int i = 0; i < 30; i++) {
      time.advance(Duration.ofSeconds(1));
      List<Endpoint> endpoints = new ArrayList<>(Scene.endpoints(4));
      if (i % 2 == 0) {
        endpoints.set(3, Endpoint.builder(NEW.toString()).zone("b").build());
        endpoints.set(0, Scene.weighted(Scene.endpoint(0), 1.5));
      }
      balancer.setEndpoints(endpoints);
    }

    assertEquals(0.5 / 3.5, shareOfNewById(balancer), 0.01);
  }

  private double shareOfNewById(LoadBalancer balancer) throws Exception {
    int count = 0;
    for (int i = 0; i < 10_000; i++) {
      Lease lease = balancer.beginRequest(RequestContext.empty());
      balancer.endRequest(lease, Outcome.SUCCESS);
      if (lease.endpoint().id().equals(NEW.id())) {
        count++;
      }
    }
    return count / 10_000.0;
  }

  @Test
  void anEndpointThatIsBackStartsAgain() throws Exception {
    LoadBalancer balancer = balancer(Algorithms.random());
    balancer.setEndpoints(Scene.endpoints(4));
    balancer.setEndpoints(Scene.endpoints(3));
    time.advance(WINDOW.multipliedBy(2));
    balancer.setEndpoints(Scene.endpoints(4));

    assertEquals(0.1 / 3.1, shareOfNew(balancer), 0.01);
  }

  @ParameterizedTest
  @MethodSource("io.github.evenkeel.EveryAlgorithm#bounded")
  void isRefusedWhereItWouldMoveKeys(Algorithm algorithm) {
    LoadBalancerBuilder builder =
        LoadBalancer.builder("orders")
            .algorithm(algorithm)
            .slowStart(SlowStart.builder(WINDOW).build());

    BadInput.assertRefused(
        builder::build, "service orders", "does not hash keys", algorithm.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT24H0.001S"})
  void refusesAWindowOutOfRange(String window) {
    BadInput.assertRefused(
        () -> SlowStart.builder(Duration.parse(window)),
        "window of slow start",
        "at most 1 day",
        "but was " + window);
  }

  @Test
  void refusesOtherNonsense() {
    SlowStart.Builder builder = SlowStart.builder(WINDOW);

    for (double aggression : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      BadInput.assertRefused(
          () -> builder.aggression(aggression), "aggression", "but was " + aggression);
    }
    for (double percent : new double[] {0, -1, 100.1, Double.NaN}) {
      BadInput.assertRefused(
          () -> builder.minWeightPercent(percent), "minWeightPercent", "but was " + percent);
    }
  }
}
