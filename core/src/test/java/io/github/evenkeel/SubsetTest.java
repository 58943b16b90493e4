/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.balancer.LoadBalancerBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SubsetTest {
  private static final EndpointSubset V1 = EndpointSubset.where("version", "v1");
  private static final EndpointSubset V2 = EndpointSubset.where("version", "v2");
  private static final EndpointSubset V3 = EndpointSubset.where("version", "v3");

  private static Endpoint version(String version, int number) {
    return Endpoint.builder(Scene.endpoint(number).toString())
        .labels(Map.of("version", version))
        .build();
  }

  /** Endpoints of versions v1, v2, …, one for each digit. */
  private static List<Endpoint> versions(String digits) {
    return IntStream.range(0, digits.length())
        .mapToObj(i -> version("v" + digits.charAt(i), i))
        .toList();
  }

  private static Scene scene(
      Algorithm algorithm, UnaryOperator<LoadBalancerBuilder> options, String versions) {
    Scene scene = new Scene(algorithm, new VirtualTime(), options);
    scene.balancer.setEndpoints(versions(versions));
    return scene;
  }

  private static Scene scene(Subsets.Builder subsets, String versions) {
    return scene(
        Algorithms.adaptiveStride(), builder -> builder.subsets(subsets.build()), versions);
  }

  private static String versionOf(Lease lease) {
    return requireNonNull(lease.endpoint().labels().get("version"));
  }

  private static Map<String, Integer> spread(Scene scene, RequestContext request, int requests) {
    Map<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < requests; i++) {
      Lease lease = scene.begin(request);
      counts.merge(versionOf(lease), 1, Integer::sum);
      scene.balancer.endRequest(lease, Outcome.SUCCESS);
    }
    return counts;
  }

  private static RequestContext meantFor(EndpointSubset subset) {
    return RequestContext.empty().withSubset(subset);
  }

  static Stream<Algorithm> algorithms() {
    return EveryAlgorithm.all().stream();
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void aRequestGoesToTheSubsetThatItNames(Algorithm algorithm) {
    Scene scene = scene(algorithm, builder -> builder, "1122233");

    assertEquals(Map.of("v1", 40), spread(scene, meantFor(V1), 40));
    assertEquals(Map.of("v2", 40), spread(scene, meantFor(V2), 40));
    assertEquals(
        40,
        spread(scene, RequestContext.empty(), 40).values().stream()
            .mapToInt(Integer::intValue)
            .sum());
  }

  /** Also under bounds, which otherwise let requests go to any endpoint that has room. */
  @ParameterizedTest
  @MethodSource("algorithms")
  void aRequestNeverLeavesItsSubsetForWantOfRoom(Algorithm algorithm) {
    Scene scene =
        scene(algorithm, builder -> builder.concurrencyLimit(ConcurrencyLimit.of(2)), "12");
    scene.begin(meantFor(V1));
    scene.begin(meantFor(V1));

    assertThrows(QueueFullException.class, () -> scene.balancer.beginRequest(meantFor(V1)));
    assertEquals("v2", versionOf(scene.begin(meantFor(V2))));
    Scene unlimited = scene(algorithm, builder -> builder, "12");
    for (int i = 0; i < 30; i++) {
      assertEquals("v1", versionOf(unlimited.begin(meantFor(V1))));
    }
  }

  @Test
  void aRequestThatWaitsForItsSubsetDoesNotHoldUpTheOthers() {
    Scene scene =
        scene(
            Algorithms.roundRobin(),
            builder -> builder.concurrencyLimit(ConcurrencyLimit.of(1)),
            "12");
    Lease first = scene.begin(meantFor(V1));
    Lease second = scene.begin(meantFor(V2));
    CompletableFuture<Lease> waits =
        scene.balancer.enqueueRequest(meantFor(V1), Duration.ofSeconds(9));
    CompletableFuture<Lease> other =
        scene.balancer.enqueueRequest(meantFor(V2), Duration.ofSeconds(9));

    scene.balancer.endRequest(second, Outcome.SUCCESS);

    assertTrue(other.isDone());
    assertFalse(waits.isDone());
    scene.balancer.endRequest(first, Outcome.SUCCESS);
    assertTrue(waits.isDone());
  }

  @Test
  void aRequestThatHasTriedItsSubsetTriesItAgain() {
    Scene scene = scene(Subsets.builder(), "122");
    RequestContext request = meantFor(V2);
    List<Endpoint> tried = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Lease lease = scene.begin(request);
      tried.add(lease.endpoint());
      request = request.withTried(lease.endpoint());
    }
    assertNotEquals(tried.get(0), tried.get(1));
    assertTrue(tried.stream().allMatch(V2::contains), tried::toString);
  }

  @Test
  void withoutAFallbackARequestForAnEmptySubsetFailsAndSaysWhy() {
    Scene scene = scene(Subsets.builder(), "12");

    assertEquals(
        "No endpoint available for service orders: none of its 2 endpoints that take requests is in"
            + " the subset version in (v3). Check the labels of the endpoints, and whether those of"
            + " the subset are ejected or asked for a pause, or set a fallback of subsets",
        refusal(scene, V3));
  }

  private static @Nullable String refusal(Scene scene, EndpointSubset subset) {
    return requireNonNull(
            assertThrows(
                NoEndpointAvailableException.class,
                () -> scene.balancer.beginRequest(meantFor(subset))))
        .getMessage();
  }

  @Test
  void aFallbackTakesTheRequestsForAnEmptySubset() {
    Scene toAll = scene(Subsets.builder().fallbackToAll(), "12");
    assertEquals(Map.of("v1", 20, "v2", 20), spread(toAll, meantFor(V3), 40));

    Scene toOne = scene(Subsets.builder().fallbackTo(V1), "12");
    assertEquals(Map.of("v1", 40), spread(toOne, meantFor(V3), 40));
    toOne.balancer.setEndpoints(versions("2"));
    assertEquals(
        "No endpoint available for service orders: none of its 1 endpoints that take requests is in"
            + " the subset version in (v3), or in version in (v1), to which such requests fall back."
            + " Check the labels of the endpoints, and whether those of the subset are ejected or"
            + " asked for a pause, or set a fallback of subsets",
        refusal(toOne, V3));
  }

  @Test
  void theCanaryGetsItsShareAndTheOthersTheRest() {
    Scene scene = scene(Subsets.builder().canary(V2, 10), "1112");

    Map<String, Integer> counts = spread(scene, RequestContext.empty(), 2_000);

    assertEquals(200, counts.getOrDefault("v2", 0), 50);
    assertEquals(Map.of("v2", 10), spread(scene, meantFor(V2), 10));
    assertEquals(
        Map.of("v1", 10),
        spread(scene(Subsets.builder().canary(V2, 0), "12"), RequestContext.empty(), 10));
    assertEquals(
        Map.of("v2", 10),
        spread(scene(Subsets.builder().canary(V2, 100), "12"), RequestContext.empty(), 10));
  }

  @Test
  void aKeyIsEitherTheCanarysOrNotInEveryClient() {
    int canaries = 0;
    for (int i = 0; i < 500; i++) {
      RequestContext request = RequestContext.empty().withAffinityKey("user-" + i);
      Scene one = scene(Subsets.builder().canary(V2, 20), "1122");
      Scene other = scene(Subsets.builder().canary(V2, 20), "12");
      Map<String, Integer> counts = spread(one, request, 5);
      assertEquals(1, counts.size(), "a key in two places");
      assertEquals(counts, spread(other, request, 5));
      canaries += counts.getOrDefault("v2", 0) / 5;
    }
    assertEquals(100, canaries, 30);
  }

  @Test
  void whereOneOfTheTwoHasNoEndpointsTheOtherGetsAll() {
    Scene scene = scene(Subsets.builder().canary(V2, 10), "11");
    assertEquals(Map.of("v1", 50), spread(scene, RequestContext.empty(), 50));
    scene.balancer.setEndpoints(versions("22"));
    assertEquals(Map.of("v2", 50), spread(scene, RequestContext.empty(), 50));
  }

  @Test
  void aSubsetThatIsFarIsUsedAllTheSame() {
    Scene scene =
        scene(Algorithms.roundRobin(), builder -> builder.locality(Locality.zone("a")), "");
    List<Endpoint> endpoints = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      endpoints.add(
          Endpoint.builder(Scene.endpoint(i).toString())
              .zone(i < 2 ? "a" : "b")
              .labels(Map.of("version", i < 2 ? "v1" : "v2"))
              .build());
    }
    scene.balancer.setEndpoints(endpoints);

    assertEquals(Map.of("v2", 10), spread(scene, meantFor(V2), 10));
    assertEquals(Map.of("v1", 10), spread(scene, RequestContext.empty(), 10));
  }

  /** Callers may make up any number of them. */
  @Test
  void manySubsetsAreNoBurden() {
    Scene scene = scene(Subsets.builder().fallbackToAll(), "12");
    for (int i = 0; i < 1_000; i++) {
      scene.balancer.endRequest(
          scene.begin(meantFor(EndpointSubset.where("user", "u" + i))), Outcome.SUCCESS);
    }
    assertEquals(Map.of("v1", 10), spread(scene, meantFor(V1), 10));
  }

  @Test
  void containsWhatHasOneOfTheValuesOfEachLabel() {
    Endpoint gold =
        Endpoint.builder("10.0.0.1", 80).labels(Map.of("version", "v1", "tier", "gold")).build();
    EndpointSubset subset = EndpointSubset.where("version", "v2", "v1").and("tier", "gold");

    assertTrue(subset.contains(gold));
    assertFalse(subset.others().contains(gold));
    assertFalse(subset.contains(version("v1", 0)));
    assertTrue(subset.others().contains(version("v1", 0)));
    assertEquals("tier in (gold), version in (v1, v2)", subset.toString());
    assertEquals("not (version in (v1))", V1.others().toString());
    assertEquals(EndpointSubset.where("tier", "gold").and("version", "v1", "v2"), subset);
    assertEquals(V1, V1.others().others());
    assertNotEquals(V1, V1.others());
  }

  @Test
  void refusesWhatMakesNoSense() {
    BadInput.assertRefused(
        () -> EndpointSubset.where("version"), "values of label version", "at least 1", "were 0");
    BadInput.assertRefused(() -> V1.and("version", "v2"), "cannot be narrowed by label version");
    BadInput.assertRefused(() -> V1.others().and("tier", "a"), "cannot be narrowed");
    BadInput.assertRefused(
        () -> Subsets.builder().canary(V1, 101), "percent of the canary", "to 100", "was 101");
  }

  /** A request that drew again each time would take whichever side has room first. */
  @Test
  void theCanaryGetsItsShareOfRequestsThatWaitToo() {
    VirtualTime time = new VirtualTime();
    Scene scene =
        new Scene(
            Algorithms.roundRobin(),
            time,
            builder ->
                builder
                    .concurrencyLimit(ConcurrencyLimit.of(1))
                    .queue(
                        RequestQueue.builder()
                            .maxPending(10_000)
                            .timeout(Duration.ofHours(1))
                            .build())
                    .subsets(Subsets.builder().canary(V2, 10).build()));
    scene.balancer.setEndpoints(versions("1122"));
    Map<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < 1_000; i++) {
      var unused =
          scene
              .balancer
              .enqueueRequest(RequestContext.empty(), Duration.ofHours(1))
              .thenAccept(
                  lease -> {
                    counts.merge(versionOf(lease), 1, Integer::sum);
                    time.schedule(
                        Duration.ofMillis(1),
                        () -> scene.balancer.endRequest(lease, Outcome.SUCCESS));
                  });
    }
    time.advance(Duration.ofMinutes(1));

    assertEquals(1_000, counts.getOrDefault("v1", 0) + counts.getOrDefault("v2", 0));
    assertEquals(100, counts.getOrDefault("v2", 0), 40);
  }

  @Test
  void theCanaryByNameIsASubsetLikeAnyOther() {
    Scene scene = scene(Subsets.builder().canary(V2, 10), "11");

    assertTrue(String.valueOf(refusal(scene, V2)).contains("in the subset version in (v2)"));
  }

  @Test
  void anUntriedEndpointIsOneThatTheRequestMayUse() {
    Scene scene = scene(Subsets.builder(), "122");
    List<Endpoint> endpoints = versions("122");
    RequestContext request = meantFor(V2).withTried(endpoints.get(1));

    assertTrue(scene.balancer.hasUntried(request));
    assertFalse(scene.balancer.hasUntried(request.withTried(endpoints.get(2))));
    assertFalse(scene.balancer.hasUntried(meantFor(V3)));
    assertTrue(scene.balancer.hasUntried(RequestContext.empty().withTried(endpoints.get(1))));
    scene.balancer.setEndpoints(List.of(endpoints.get(0), Scene.weighted(Scene.endpoint(1), 0)));
    assertFalse(
        scene.balancer.hasUntried(RequestContext.empty().withTried(endpoints.get(0))),
        "a drained endpoint gets no requests");
    scene.balancer.setEndpoints(List.of());
    assertFalse(scene.balancer.hasUntried(RequestContext.empty()));
  }
}
