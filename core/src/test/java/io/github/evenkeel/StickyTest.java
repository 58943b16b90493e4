/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.balancer.LoadBalancerBuilder;
import java.util.ArrayList;
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

    assertNotEquals(home, scene.begin(key(1).withTried(home)).endpoint());
    assertEquals(home, scene.begin(key(1)).endpoint());
  }

  @Test
  void aRequestThatTriedAnotherEndpointGoesHome() {
    scene.with(5);
    for (int i = 0; i < 20; i++) {
      Endpoint home = scene.begin(key(i)).endpoint();
      Endpoint other = Scene.endpoint(home.equals(Scene.endpoint(0)) ? 1 : 0);

      assertEquals(home, scene.begin(key(i).withTried(other)).endpoint());
    }
  }

  @Test
  void aKeyThatIsNewOnARetryKeepsTheEndpointThatItGets() {
    scene.with(5);
    for (int i = 0; i < 20; i++) {
      Endpoint home = scene.begin(key(i).withTried(Scene.endpoint(0))).endpoint();

      assertEquals(home, scene.begin(key(i)).endpoint());
    }
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
      Scene small = afterKeys(used, maximum);
      for (int i = used - half; i < used; i++) {
        assertTrue(remembers(small, i), "key " + i + " of " + used);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 20, 21})
  void noMoreThanTheMaximumAreRemembered(int maximum) {
    assertFalse(remembers(afterKeys(maximum + 1, maximum), 0), "the one that was used first");
    for (int used = maximum + 1; used < 4 * maximum; used++) {
      int remembered = 0;
      for (int i = 0; i < used; i++) {
        // Anew for each, since a key that is looked for is used.
        remembered += remembers(afterKeys(used, maximum), i) ? 1 : 0;
      }
      assertTrue(remembered <= maximum, remembered + " of " + used);
    }
  }

  /** A balancer with an endpoint on which each of so many keys was used once, and two idle ones. */
  private static Scene afterKeys(int used, int maximum) {
    Scene small = new Scene(Algorithms.sticky(maximum)).with(1);
    for (int i = 0; i < used; i++) {
      small.begin(key(i));
    }
    return small.with(3);
  }

  /** A key that is new goes to one that is idle. */
  private static boolean remembers(Scene small, int key) {
    return small.begin(key(key)).endpoint().equals(Scene.endpoint(0));
  }

  /** The request has read the candidates; before it picks, all are replaced. */
  @Test
  void aKeyWhoseNewHomeTheSlowerDoesNotKnowGoesWhereItWould() {
    AtomicReference<@Nullable Runnable> meanwhile = new AtomicReference<>();
    Scene interrupted = Scene.interrupted(Algorithms.sticky(), meanwhile).with(2);
    List<Endpoint> replaced = Scene.endpoints(4).subList(2, 4);
    List<Endpoint> homes = new ArrayList<>();
    meanwhile.set(
        () -> {
          interrupted.balancer.setEndpoints(replaced);
          homes.add(interrupted.begin(key(1)).endpoint());
        });
    assertTrue(Scene.endpoints(2).contains(interrupted.begin(key(1)).endpoint()));

    assertTrue(replaced.containsAll(homes));
    assertEquals(homes.get(0), interrupted.begin(key(1)).endpoint());
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
    LoadBalancer balancer =
        new LoadBalancerBuilder("orders").algorithm(Algorithms.sticky()).build();
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
