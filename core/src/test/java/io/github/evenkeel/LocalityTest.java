/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.balancer.LoadBalancerBuilder;
import io.github.evenkeel.observe.LoadBalancerListener;
import io.github.evenkeel.observe.LocalityEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalityTest {
  private final VirtualTime time = new VirtualTime();
  private final List<LocalityEvent> events = new ArrayList<>();

  private Scene scene(Algorithm algorithm, UnaryOperator<LoadBalancerBuilder> more) {
    LoadBalancerListener listener =
        new LoadBalancerListener() {
          @Override
          public void onLocality(LocalityEvent event) {
            events.add(event);
          }
        };
    return new Scene(
        algorithm,
        time,
        builder -> more.apply(builder.locality(Locality.zone("a")).listener(listener)));
  }

  private Scene scene() {
    return scene(Algorithms.adaptiveStride(), builder -> builder);
  }

  private static Endpoint in(String zone, int number) {
    return Endpoint.builder(Scene.endpoint(number).toString()).zone(zone).build();
  }

  private static Endpoint on(String node, int number) {
    return Endpoint.builder(Scene.endpoint(number).toString()).zone("a").node(node).build();
  }

  /** Endpoints numbered from 0, one for each letter of {@code zones}. */
  private static List<Endpoint> endpoints(String zones) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (int i = 0; i < zones.length(); i++) {
      endpoints.add(in(zones.substring(i, i + 1), i));
    }
    return endpoints;
  }

  /** How many of some requests, one after the other, each zone gets. */
  private Map<String, Integer> spread(Scene scene, int requests) {
    Map<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < requests; i++) {
      Lease lease = scene.begin();
      counts.merge(lease.endpoint().zone().orElse("?"), 1, Integer::sum);
      time.advance(Duration.ofMillis(10));
      scene.balancer.endRequest(lease, Outcome.SUCCESS);
    }
    return counts;
  }

  static Stream<Algorithm> algorithms() {
    return EveryAlgorithm.all().stream();
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void whereZonesAreAlikeNoRequestLeavesTheCallers(Algorithm algorithm) {
    Scene scene = scene(algorithm, builder -> builder);
    scene.balancer.setEndpoints(endpoints("aabbcc"));

    assertEquals(Map.of("a", 100), spread(scene, 100));
  }

  @Test
  void aSmallZoneKeepsWhatItsEndpointsCanTake() {
    Scene scene = scene();
    scene.balancer.setEndpoints(endpoints("abbbbb"));

    // A sixth of the endpoints, for half of the callers.
    Map<String, Integer> counts = spread(scene, 300);

    assertEquals(100, counts.getOrDefault("a", 0), 3);
  }

  @Test
  void byWeightAZoneWithFewEndpointsMayBeAsStrongAsAnother() {
    Scene scene = scene();
    List<Endpoint> weighted = new ArrayList<>(endpoints("abbb"));
    weighted.set(0, Endpoint.builder(Scene.endpoint(0).toString()).zone("a").weight(3).build());
    scene.balancer.setEndpoints(weighted);

    assertEquals(Map.of("a", 50), spread(scene, 50));
  }

  @Test
  void theSpreadOfTheCallersDecidesHowManyStay() {
    Scene scene = scene();
    scene.balancer.setEndpoints(endpoints("aabb"));
    scene.balancer.setCallers(endpoints("aaab"));

    Map<String, Integer> counts = spread(scene, 300);

    assertEquals(200, counts.getOrDefault("a", 0), 3);
    scene.balancer.setCallers(endpoints("ab"));
    assertEquals(Map.of("a", 100), spread(scene, 100));
  }

  @Test
  void aRequestThatHasTriedAllOfTheZoneLeavesIt() {
    Scene scene = scene();
    scene.balancer.setEndpoints(endpoints("aabbb"));
    scene.balancer.setCallers(endpoints("ab"));
    RequestContext context = RequestContext.empty();
    Set<Endpoint> tried = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      Lease lease = scene.begin(context);
      assertEquals(i < 2 ? "a" : "b", lease.endpoint().zone().orElse("?"));
      assertTrue(tried.add(lease.endpoint()), "tried before");
      context = context.withTried(lease.endpoint());
    }
    assertEquals("a", scene.begin(context).endpoint().zone().orElse("?"));
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void whereTheZoneIsAtItsLimitsRequestsLeaveItBeforeTheyWait(Algorithm algorithm)
      throws Exception {
    Scene scene = scene(algorithm, builder -> builder.concurrencyLimit(ConcurrencyLimit.of(2)));
    scene.balancer.setEndpoints(endpoints("aabb"));
    Map<String, Integer> counts = new TreeMap<>();
    List<Lease> leases = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      leases.add(scene.begin());
      counts.merge(leases.get(i).endpoint().zone().orElse("?"), 1, Integer::sum);
      assertEquals(Math.min(i + 1, 4), counts.getOrDefault("a", 0));
    }
    assertThrows(
        QueueFullException.class, () -> scene.balancer.beginRequest(RequestContext.empty()));

    leases.forEach(lease -> scene.balancer.endRequest(lease, Outcome.SUCCESS));
    assertEquals(Map.of("a", 50), spread(scene, 50));
  }

  /** Trap 43: ejection moves load only with an event, and only what the zone cannot take. */
  @Test
  void whatLeavesTheZoneAfterAnEjectionIsToldAndIsNoMoreThanItsPart() {
    Scene scene =
        scene(
            Algorithms.roundRobin(),
            builder ->
                builder.outlierDetection(
                    OutlierDetection.builder().maxEjectionPercent(50).panicThreshold(30).build()));
    scene.balancer.setEndpoints(endpoints("aabb"));
    assertEquals(List.of(new LocalityEvent("orders", "a", 0, 100, 2, 4, false)), events);
    events.clear();

    for (int i = 0; i < 5; i++) {
      scene.balancer.endRequest(scene.load(in("a", 0), 1).get(0), Outcome.SERVER_ERROR);
    }
    time.advance(Duration.ZERO);

    // One of three endpoints, for half of the callers.
    assertEquals(List.of(new LocalityEvent("orders", "a", 100, 66.7, 1, 3, false)), events);
    assertEquals(200, spread(scene, 300).getOrDefault("a", 0), 3);
  }

  @Test
  void withTooFewHealthyEndpointsInTheZoneZonesDoNotCount() {
    Scene scene =
        scene(
            Algorithms.roundRobin(),
            builder ->
                builder.outlierDetection(
                    OutlierDetection.builder().maxEjectionPercent(50).panicThreshold(50).build()));
    scene.balancer.setEndpoints(endpoints("aaabbb"));
    for (int number = 0; number < 2; number++) {
      for (int i = 0; i < 5; i++) {
        scene.balancer.endRequest(scene.load(in("a", number), 1).get(0), Outcome.SERVER_ERROR);
      }
      time.advance(Duration.ZERO);
    }

    LocalityEvent last = events.get(events.size() - 1);
    assertEquals(new LocalityEvent("orders", "a", last.before(), 25, 1, 4, true), last);
    assertEquals(100, spread(scene, 400).getOrDefault("a", 0), 5);
  }

  @Test
  void endpointsOnTheNodeComeFirstAsFarAsTheyCanTakeTheirPart() {
    Scene scene =
        scene(
            Algorithms.adaptiveStride(),
            builder -> builder.locality(Locality.zone("a").node("n1")));
    scene.balancer.setEndpoints(List.of(on("n1", 0), on("n2", 1), in("b", 2), in("b", 3)));
    Set<Endpoint> used = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      Lease lease = scene.begin();
      used.add(lease.endpoint());
      scene.balancer.endRequest(lease, Outcome.SUCCESS);
    }
    assertEquals(Set.of(on("n1", 0)), used);

    scene.balancer.setEndpoints(List.of(on("n2", 1), on("n3", 0), in("b", 2), in("b", 3)));
    assertEquals(Map.of("a", 50), spread(scene, 50));
  }

  private static Endpoint hinted(String zone, int number, String... zones) {
    return Endpoint.builder(Scene.endpoint(number).toString())
        .zone(zone)
        .zoneHints(List.of(zones))
        .build();
  }

  /** Trap 36: one endpoint without a hint, and hints count for nothing. */
  @Test
  void hintsCountIfAllEndpointsHaveThem() {
    Scene scene = scene();
    scene.balancer.setEndpoints(
        List.of(hinted("a", 0, "b"), hinted("b", 1, "a", "b"), hinted("b", 2, "b")));
    assertEquals(Map.of("b", 50), spread(scene, 50));

    scene.balancer.setEndpoints(List.of(hinted("a", 0, "b"), hinted("b", 1, "a"), in("b", 2)));
    assertEquals(200.0 / 3, spread(scene, 100).getOrDefault("a", 0), 3);

    scene.balancer.setEndpoints(List.of(hinted("a", 0, "b"), hinted("b", 1, "b")));
    assertEquals(Map.of("a", 50), spread(scene, 50));
  }

  @Test
  void hintsForTheNodeComeBeforeThoseForTheZone() {
    Scene scene =
        scene(
            Algorithms.adaptiveStride(),
            builder -> builder.locality(Locality.zone("a").node("n1")));
    Endpoint.Builder first = Endpoint.builder(Scene.endpoint(0).toString()).zone("a");
    Endpoint.Builder second = Endpoint.builder(Scene.endpoint(1).toString()).zone("b");
    scene.balancer.setEndpoints(
        List.of(
            first.zoneHints(List.of("a")).nodeHints(List.of("n2")).build(),
            second.zoneHints(List.of("b")).nodeHints(List.of("n1")).build()));

    assertEquals(Map.of("b", 50), spread(scene, 50));
  }

  @Test
  void aZoneWithoutEndpointsUsesTheOthers() {
    Scene scene = scene();
    scene.balancer.setEndpoints(endpoints("bbcc"));

    Map<String, Integer> counts = spread(scene, 100);

    assertEquals(50, counts.getOrDefault("b", 0), 2);
    assertEquals(100, counts.getOrDefault("b", 0) + counts.getOrDefault("c", 0));
  }

  @Test
  void whereNoEndpointHasAZoneAllAreUsed() {
    Scene scene = scene().with(4);

    assertEquals(Map.of("?", 100), spread(scene, 100));
  }

  /** They come back like any other endpoint that joins. */
  @Test
  void endpointsThatOnlyTookWhatOverflowedGetTheirShareWhenTheyAreNear() {
    Scene scene =
        scene(
            Algorithms.adaptiveStride(),
            builder -> builder.concurrencyLimit(ConcurrencyLimit.of(1)));
    scene.balancer.setEndpoints(endpoints("ab"));
    for (int i = 0; i < 100; i++) {
      Lease near = scene.begin();
      Lease far = scene.begin();
      time.advance(Duration.ofMillis(i % 2 == 0 ? 5 : 50));
      scene.balancer.endRequest(far, Outcome.SUCCESS);
      scene.balancer.endRequest(near, Outcome.SUCCESS);
    }
    scene.balancer.setCallers(endpoints("a"));

    assertEquals(50, spread(scene, 100).getOrDefault("b", 0), 10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void refusesANameThatIsBlank(String name) {
    BadInput.assertRefused(
        () -> Locality.zone(name), "zone of the locality must be a name", "but was blank");
    BadInput.assertRefused(
        () -> Locality.zone("a").node(name),
        "node of the locality must be a name",
        "but was blank");
  }

  @Test
  void isEqualByZoneAndNode() {
    assertEquals(Locality.zone("a").node("n"), Locality.zone("a").node("n"));
    assertEquals(Locality.zone("a").node("n").hashCode(), Locality.zone("a").node("n").hashCode());
    assertNotEquals(Locality.zone("a"), Locality.zone("b"));
    assertNotEquals(Locality.zone("a"), Locality.zone("a").node("n"));
    assertEquals("zone a, node n", Locality.zone("a").node("n").toString());
  }
}
