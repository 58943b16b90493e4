/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.EndpointStatistics;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContenderTest {
  private static final int ENDPOINTS = 4;

  @Test
  void onlyTheFailingHostFails() throws Exception {
    List<EndpointStatistics> hosts = serve(Contender.ROUND_ROBIN, Scene.FAILING, 400);

    for (EndpointStatistics host : hosts.subList(0, ENDPOINTS - 1)) {
      assertEquals(100, host.succeeded());
      assertEquals(0, host.failed());
    }
    assertEquals(0, hosts.get(ENDPOINTS - 1).succeeded());
    assertEquals(100, hosts.get(ENDPOINTS - 1).failed());
  }

  @Test
  void theHostInSlowStartGetsFewerRequests() throws Exception {
    List<EndpointStatistics> hosts = serve(Contender.ROUND_ROBIN, Scene.SLOW_START, 400);

    assertTrue(hosts.get(0).succeeded() > 100, hosts::toString);
    assertTrue(hosts.get(ENDPOINTS - 1).succeeded() < 100, hosts::toString);
  }

  @Test
  void theHostInSlowStartGetsFewerRequestsOfArmeriaAsWell() throws Exception {
    Balancer balancer =
        Contender.ARMERIA_RAMPING_UP.balancerOver(
            Contender.ARMERIA_RAMPING_UP.fleet(ENDPOINTS, Scene.SLOW_START));
    Map<Object, Long> picked =
        IntStream.range(0, 400)
            .mapToObj(i -> begin(balancer, i))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

    assertEquals(ENDPOINTS, picked.size(), picked::toString);
    assertTrue(picked.values().stream().anyMatch(it -> it < 50), picked::toString);
    assertTrue(picked.values().stream().anyMatch(it -> it > 100), picked::toString);
  }

  @Test
  void aHeavierHostGetsMoreRequests() throws Exception {
    List<EndpointStatistics> hosts = serve(Contender.ROUND_ROBIN, Scene.UNEQUAL, 1000);

    assertEquals(
        List.of(100L, 200L, 300L, 400L),
        hosts.stream().map(EndpointStatistics::succeeded).toList());
  }

  @Test
  void everyContenderBalancesInEachOfItsScenes() throws Exception {
    for (Contender contender : Contender.values()) {
      for (Scene scene : contender.scenes()) {
        Balancer balancer = contender.balancerOver(contender.fleet(ENDPOINTS, scene));
        for (int i = 0; i < 20; i++) {
          balancer.end(balancer.begin(i));
        }
      }
    }
  }

  private static List<EndpointStatistics> serve(Contender contender, Scene scene, int requests)
      throws Exception {
    EvenkeelBalancer balancer =
        (EvenkeelBalancer) contender.balancerOver(contender.fleet(ENDPOINTS, scene));
    for (int i = 0; i < requests; i++) {
      balancer.end(balancer.begin(i));
    }
    return balancer.statistics().stream()
        .sorted((a, b) -> a.endpoint().toString().compareTo(b.endpoint().toString()))
        .toList();
  }

  private static Object begin(Balancer balancer, int turn) {
    try {
      return balancer.begin(turn);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
