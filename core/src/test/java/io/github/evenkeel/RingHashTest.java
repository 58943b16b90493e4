/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RingHashTest {

  @Test
  void aboveTheLastPointTheRingBeginsAnew() { // trap 12
    Host host = new Host(Scene.endpoint(0), Load.inFlight().newGauges().newGauge());
    Host other = new Host(Scene.endpoint(1), Load.inFlight().newGauges().newGauge());
    KeyTable ring =
        new RingHash(1, 2)
            .newTables()
            .over(new HostSet(new Host[] {host, other}, new double[] {1, 1}));

    // With one point each, the arc that spans the end belongs to one of them.
    assertEquals(ring.owner(Long.MIN_VALUE), ring.owner(Long.MAX_VALUE));
    assertEquals(ring.owner(0), ring.owner(0));
  }

  @ParameterizedTest
  @CsvSource({"0,1024", "-1,1024", "1025,1024", "1024,8388609"})
  void refusesSizesOutOfRange(int minimum, int maximum) {
    BadInput.assertRefused(
        () -> Algorithms.ringHash(minimum, maximum),
        "1 <= minimum <= maximum <= 8388608",
        "minimum " + minimum + " and maximum " + maximum);
  }

  @Test
  void aRingOfManyUpdatesIsThatOfOne() {
    Seeds.check(
        20,
        random -> {
          Scene updated = new Scene(Algorithms.ringHash(64, 4096));
          List<Endpoint> endpoints = List.of();
          for (int i = 0; i < 30; i++) {
            endpoints =
                Scene.endpoints(60).stream()
                    .filter(endpoint -> random.nextInt(3) > 0)
                    .map(endpoint -> Scene.weighted(endpoint, 1 + random.nextInt(3)))
                    .toList();
            updated.balancer.setEndpoints(endpoints);
          }
          Scene fresh = new Scene(Algorithms.ringHash(64, 4096));
          fresh.balancer.setEndpoints(endpoints);

          assertEquals(
              HashAlgorithmTest.owners(fresh, 500), HashAlgorithmTest.owners(updated, 500));
        });
  }

  @Test
  void aNewPodOnAnOldAddressHasPointsOfItsOwn() {
    Scene scene = new Scene(Algorithms.ringHash());
    scene.balancer.setEndpoints(pods("old"));
    Map<String, Endpoint> before = HashAlgorithmTest.owners(scene, 100);
    scene.balancer.setEndpoints(pods("new"));

    assertNotEquals(
        before.values().stream().map(Endpoint::address).toList(),
        HashAlgorithmTest.owners(scene, 100).values().stream().map(Endpoint::address).toList());
  }

  private static List<Endpoint> pods(String uid) {
    return Scene.endpoints(5).stream()
        .map(endpoint -> Endpoint.builder(endpoint.toString()).uid(uid).build())
        .toList();
  }
}
