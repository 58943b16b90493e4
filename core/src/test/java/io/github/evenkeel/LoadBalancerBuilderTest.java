/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import org.junit.jupiter.api.Test;

class LoadBalancerBuilderTest {

  @Test
  void oneAlgorithmServesAnyNumberOfBalancers() throws Exception {
    Algorithm leastRequest = Algorithms.leastRequest();
    LoadBalancer one = LoadBalancer.builder("one").algorithm(leastRequest).build();
    LoadBalancer other = LoadBalancer.builder("other").algorithm(leastRequest).build();
    one.setEndpoints(Scene.endpoints(1));
    other.setEndpoints(Scene.endpoints(1));

    one.beginRequest(RequestContext.empty());

    assertNotSame(one, other);
    assertEquals(1, one.statistics().get(0).inFlight());
    assertEquals(0, other.statistics().get(0).inFlight());
    assertEquals("LoadBalancer[one]", one.toString());
  }
}
