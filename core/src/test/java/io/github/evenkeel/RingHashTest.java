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

  /** By this, clients of different versions and processes agree. */
  @Test
  void anEndpointThatWeighsLittleHasOnePoint() {
    Scene scene = new Scene(Algorithms.ringHash(1, 8_388_608));
    List<Endpoint> endpoints = Scene.weightedEndpoints(1, 2, 0.5, 4, 1, 3, 1, 0.25, 8, 1);
    scene.balancer.setEndpoints(endpoints);
    StringBuilder owners = new StringBuilder();
    HashAlgorithmTest.owners(scene, 24)
        .values()
        .forEach(owner -> owners.append(endpoints.indexOf(owner)));

    assertEquals("115338998988832983665460", owners.toString());
  }

  @Test
  void aboveTheMaximumEachEndpointHasHalfAsManyPoints() {
    assertEquals(owners(64, 8_388_608, 64), owners(64, 4_096, 64));
    assertEquals(owners(32, 8_388_608, 65), owners(64, 4_096, 65));
    assertEquals(owners(16, 8_388_608, 129), owners(64, 4_096, 129));
    assertNotEquals(owners(32, 8_388_608, 64), owners(64, 4_096, 64));
  }

  private static Map<String, Endpoint> owners(int minimum, int maximum, int endpoints) {
    Scene scene = new Scene(Algorithms.ringHash(minimum, maximum)).with(endpoints);
    return HashAlgorithmTest.owners(scene, 1_000);
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
