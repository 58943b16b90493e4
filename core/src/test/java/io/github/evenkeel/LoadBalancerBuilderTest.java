/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import io.github.evenkeel.balancer.LoadBalancerBuilder;
import org.junit.jupiter.api.Test;

class LoadBalancerBuilderTest {

  @Test
  void oneAlgorithmServesAnyNumberOfBalancers() throws Exception {
    Algorithm leastRequest = Algorithms.leastRequest();
    LoadBalancer one = new LoadBalancerBuilder("one").algorithm(leastRequest).build();
    LoadBalancer other = new LoadBalancerBuilder("other").algorithm(leastRequest).build();
    one.setEndpoints(Scene.endpoints(1));
    other.setEndpoints(Scene.endpoints(1));

    one.beginRequest(RequestContext.empty());

    assertNotSame(one, other);
    assertEquals(1, one.statistics().get(0).inFlight());
    assertEquals(0, other.statistics().get(0).inFlight());
    assertEquals("LoadBalancer[one]", one.toString());
  }

  @Test
  void refusesAnAlgorithmOfOthers() {
    Algorithm foreign =
        new Algorithm() {
          @Override
          public String toString() {
            return "mine";
          }
        };

    assertUnknown(foreign);
  }

  @Test
  void refusesAHashAlgorithmOfOthers() {
    HashAlgorithm foreign =
        new HashAlgorithm() {
          @Override
          public String toString() {
            return "mine";
          }
        };

    assertUnknown(foreign);
    assertUnknown(foreign.boundedLoads(2));
  }

  private static void assertUnknown(Algorithm algorithm) {
    LoadBalancerBuilder builder = new LoadBalancerBuilder("orders").algorithm(algorithm);

    BadInput.assertRefused(
        builder::build,
        "algorithm must be one of Algorithms, but was mine",
        "write your own with Algorithms.custom");
  }
}
