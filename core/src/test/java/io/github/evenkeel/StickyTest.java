/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StickyTest {
  private final Scene scene = new Scene(Algorithms.sticky());

  private static RequestContext key(int i) {
    return RequestContext.empty().withAffinityKey("key " + i);
  }

  @Test
  void aKeyKeepsItsEndpointWhenOthersComeAndGo() {
    scene.with(5);
    Map<Integer, Endpoint> homes = new LinkedHashMap<>();
    for (int i = 0; i < 500; i++) {
      homes.put(i, scene.begin(key(i)).endpoint());
    }
    scene.with(50);
    homes.forEach((i, home) -> assertEquals(home, scene.begin(key(i)).endpoint()));

    List<Endpoint> fewer = Scene.endpoints(50).subList(1, 50);
    scene.balancer.setEndpoints(fewer);
    for (Map.Entry<Integer, Endpoint> home : homes.entrySet()) {
      Endpoint picked = scene.begin(key(home.getKey())).endpoint();
      assertEquals(fewer.contains(home.getValue()), picked.equals(home.getValue()));
      assertEquals(picked, scene.begin(key(home.getKey())).endpoint(), "the new home is kept");
    }
  }

  @Test
  void newKeysGoToTheLessLoaded() {
    scene.with(2);
    for (int i = 0; i < 100; i++) {
      scene.begin(key(i));
    }

    assertEquals(50, scene.statistics(Scene.endpoint(0)).inFlight());
  }

  @Test
  void aRetryGoesElsewhereAndTheKeyComesHome() { // trap 16
    scene.with(5);
    Endpoint home = scene.begin(key(1)).endpoint();

    assertTrue(!scene.begin(key(1).withTried(home)).endpoint().equals(home));
    assertEquals(home, scene.begin(key(1)).endpoint());
  }

  @Test
  void aChangedEndpointIsStillHome() {
    scene.with(5);
    Endpoint home = scene.begin(key(1)).endpoint();
    scene.balancer.setEndpoints(
        Scene.endpoints(5).stream().map(endpoint -> Scene.weighted(endpoint, 2)).toList());

    assertEquals(home.id(), scene.begin(key(1)).endpoint().id());
  }

  @Test
  void keysInUseAreRememberedAndOthersForgotten() {
    Scene small = new Scene(Algorithms.sticky(100)).with(50);
    Map<Integer, Set<Endpoint>> used = new HashMap<>();
    Set<Endpoint> rare = new HashSet<>();
    for (int round = 0; round < 200; round++) {
      for (int i = 0; i < 20; i++) {
        used.computeIfAbsent(i, unused -> new HashSet<>()).add(small.begin(key(i)).endpoint());
      }
      for (int i = 0; i < 20; i++) {
        small.begin(key(1_000 + 20 * round + i));
      }
      if (round % 20 == 0) {
        rare.add(small.begin(key(-1)).endpoint());
      }
    }

    used.values().forEach(homes -> assertEquals(1, homes.size()));
    assertTrue(rare.size() > 1, "a key that was not used for long is a new one");
  }

  /** How many of the keys used last are remembered is seen once they have nowhere else to go. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 100, 101})
  void atLeastHalfOfTheKeysAreRemembered(int maximum) {
    int half = maximum - maximum / 2;
    for (int used = half; used < 4 * maximum; used++) {
      Scene small = new Scene(Algorithms.sticky(maximum)).with(1);
      for (int i = 0; i < used; i++) {
        small.begin(key(i));
      }
      // Those that come are idle: a key that is new goes there.
      small.with(3);
      for (int i = used - half; i < used; i++) {
        assertEquals(Scene.endpoint(0), small.begin(key(i)).endpoint(), "key " + i + " of " + used);
      }
    }
  }

  @Test
  void refusesToRememberNothing() {
    BadInput.assertRefused(() -> Algorithms.sticky(0), "at least 1", "but was 0");
  }

  @Test
  void ofTwoRequestsThatBringOneKeyAtOnceTheSlowerGoesWhereTheOtherWent() {
    AtomicReference<@Nullable Runnable> meanwhile = new AtomicReference<>();
    Scene interrupted = Scene.interrupted(Algorithms.sticky(), meanwhile);
    interrupted.with(2);
    meanwhile.set(() -> interrupted.begin(key(1)));
    Endpoint home = interrupted.begin(key(1)).endpoint();

    assertEquals(home, interrupted.begin(key(1)).endpoint());
    assertEquals(3, interrupted.statistics(home).inFlight());
    int inFlight =
        interrupted.balancer.statistics().stream().mapToInt(EndpointStatistics::inFlight).sum();
    assertEquals(3, inFlight, "none is left where the slower would have gone");
  }

  @Test
  void threadsThatBringOneKeyAgree() throws Exception {
    LoadBalancer balancer = LoadBalancer.builder("orders").algorithm(Algorithms.sticky()).build();
    balancer.setEndpoints(Scene.endpoints(50));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int i = 0; i < 200; i++) {
        RequestContext request = key(i);
        Callable<Endpoint> begin = () -> balancer.beginRequest(request).endpoint();
        Set<Endpoint> picked = new HashSet<>();
        for (Future<Endpoint> done :
            threads.invokeAll(List.of(begin, begin, begin, begin, begin, begin, begin, begin))) {
          picked.add(done.get());
        }
        assertEquals(1, picked.size());
      }
    } finally {
      threads.shutdownNow();
    }
    int inFlight = balancer.statistics().stream().mapToInt(EndpointStatistics::inFlight).sum();
    assertEquals(200 * 8, inFlight);
  }
}
