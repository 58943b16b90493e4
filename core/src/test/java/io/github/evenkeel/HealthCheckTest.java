/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Which endpoints are checked, when, and which take requests, in virtual time. */
class HealthCheckTest {
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  /** Without jitter, so that it is known when each check begins: at 0 s, 5 s and so on. */
  private static HealthCheck.Builder steady() {
    return HealthCheck.builder().jitterPercent(0);
  }

  private static HealthCheckScene scene(int endpoints) {
    HealthCheckScene scene = new HealthCheckScene(steady()).with(endpoints);
    scene.pass(Duration.ZERO);
    return scene;
  }

  @Test
  void anEndpointFallsWithTheThirdFailureInARowAndRisesWithTheSecondSuccess() {
    HealthCheckScene scene = scene(4);
    assertEquals(Set.of(0, 1, 2, 3), scene.used());

    scene.fails(2);
    scene.rounds(2);
    assertEquals(List.of(), scene.events());
    assertEquals(Set.of(0, 1, 2, 3), scene.used());

    scene.rounds(1);
    assertEquals(List.of("UNHEALTHY 2, 3: broken"), scene.events());
    assertEquals(Set.of(0, 1, 3), scene.used());
    assertEquals(Set.of(2), scene.unhealthy());

    scene.rounds(10);
    scene.passes(2);
    scene.rounds(1);
    assertEquals(List.of(), scene.events());
    assertEquals(Set.of(0, 1, 3), scene.used());

    scene.rounds(1);
    assertEquals(List.of("HEALTHY 2, 2: fine"), scene.events());
    assertEquals(Set.of(0, 1, 2, 3), scene.used());
    assertEquals(Set.of(), scene.unhealthy());
  }

  @Test
  void aResultOfTheOtherKindBeginsTheRowAnew() {
    HealthCheckScene scene = scene(4);
    for (int i = 0; i < 10; i++) {
      scene.fails(1);
      scene.rounds(2);
      scene.passes(1);
      scene.rounds(1);
    }
    assertEquals(List.of(), scene.events());

    scene.fails(1);
    scene.rounds(3);
    assertEquals(List.of("UNHEALTHY 1, 3: broken"), scene.events());
    for (int i = 0; i < 10; i++) {
      scene.passes(1);
      scene.rounds(1);
      scene.fails(1);
      scene.rounds(1);
    }
    assertEquals(List.of(), scene.events());
  }

  @Test
  void thresholdsOfOneAreReachedAtOnce() {
    HealthCheckScene scene = new HealthCheckScene(steady().rise(1).fall(1)).with(4);
    scene.pass(Duration.ZERO);
    scene.fails(1);
    scene.rounds(1);
    assertEquals(List.of("UNHEALTHY 1, 1: broken"), scene.events());
    scene.passes(1);
    scene.rounds(1);
    assertEquals(List.of("HEALTHY 1, 1: fine"), scene.events());
  }

  @Test
  void aNewEndpointTakesRequestsAtOnceAndIsOutIfItsFirstCheckFails() {
    HealthCheckScene scene = scene(2);
    scene.fails(2);
    scene.with(4);
    assertEquals(Set.of(0, 1, 2, 3), scene.used());

    scene.pass(Duration.ZERO);
    assertEquals(List.of("UNHEALTHY 2, 1: broken"), scene.events());
    assertEquals(Set.of(0, 1, 3), scene.used());

    scene.passes(2);
    scene.rounds(2);
    assertEquals(List.of("HEALTHY 2, 2: fine"), scene.events());
  }

  /** Its own path may be wrong, or what it needs may not be there yet. */
  @Test
  void aCheckThatHasNeverPassedAnywhereTakesNobodyOutAndSaysSoOnce() {
    HealthCheckScene scene = new HealthCheckScene(steady());
    scene.fails(0, 1, 2, 3);
    scene.with(4);
    scene.rounds(1);
    assertEquals(List.of(), scene.events());
    scene.rounds(100);
    assertEquals(List.of("NEVER_PASSED 0, 3: broken"), scene.events());
    assertEquals(Set.of(0, 1, 2, 3), scene.used());
    assertEquals(Set.of(), scene.unhealthy());
  }

  @Test
  void onceACheckHasPassedTheOthersAreOutWithTheirNextFailure() {
    HealthCheckScene scene = new HealthCheckScene(steady());
    scene.fails(0, 1, 2, 3);
    scene.with(4);
    scene.rounds(10);
    scene.events();

    scene.passes(3);
    scene.passes(2);
    scene.passes(1);
    scene.rounds(1);
    assertEquals(List.of(), scene.events(), "0 was checked before the first that passed");
    scene.rounds(1);
    assertEquals(List.of("UNHEALTHY 0, 13: broken"), scene.events());
    assertEquals(Set.of(1, 2, 3), scene.used());
  }

  /** Trap 22. */
  @Test
  void whileChecksComeInNoListGrows() {
    HealthCheckScene scene = new HealthCheckScene(steady());
    List<CompletableFuture<ProbeResult>> open = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      scene.results(
          i,
          () -> {
            CompletableFuture<ProbeResult> result = new CompletableFuture<>();
            open.add(result);
            return result;
          });
    }
    scene.with(6);
    scene.pass(Duration.ZERO);
    assertEquals(Set.of(0, 1, 2, 3, 4, 5), scene.used());
    for (int i = 0; i < 6; i++) {
      open.get(i).complete(i == 4 ? ProbeResult.failed("broken") : ProbeResult.passed("fine"));
      scene.pass(Duration.ZERO);
      assertEquals(i < 4 ? Set.of(0, 1, 2, 3, 4, 5) : Set.of(0, 1, 2, 3, 5), scene.used());
    }
    assertEquals(List.of("UNHEALTHY 4, 1: broken"), scene.events());
  }

  /** Trap 22: all the others stay at each step. */
  @Test
  void requestsNeverFindFewerEndpointsThanHaveNotFailed() {
    List<Integer> sizes = new ArrayList<>();
    HealthCheckScene scene =
        new HealthCheckScene(
            steady(),
            builder ->
                builder.algorithm(
                    Algorithms.custom(
                        "size",
                        (candidates, request, now) -> {
                          sizes.add(candidates.size());
                          return 0;
                        })));
    scene.with(6);
    scene.pass(Duration.ZERO);
    scene.fails(1, 2);
    for (int i = 0; i < 5; i++) {
      scene.scene.begin();
      scene.pass(INTERVAL);
    }
    assertEquals(List.of(6, 6, 6, 4, 4), sizes);
  }

  @Test
  void pausesVaryAsMuchAsTheJitterSays() {
    HealthCheckScene scene = new HealthCheckScene(HealthCheck.builder().jitterPercent(20)).with(3);
    scene.pass(Duration.ofHours(1));
    for (List<Long> times : scene.began.values()) {
      assertTrue(times.get(0) <= 1_000, () -> "first at " + times.get(0));
      long shortest = Long.MAX_VALUE;
      long longest = 0;
      for (int i = 1; i < times.size(); i++) {
        long pause = times.get(i) - times.get(i - 1);
        shortest = Math.min(shortest, pause);
        longest = Math.max(longest, pause);
      }
      assertEquals(720, times.size(), 25);
      assertTrue(shortest >= 3_999 && shortest < 4_050, "shortest " + shortest);
      assertTrue(longest <= 6_001 && longest > 5_950, "longest " + longest);
    }
    assertFalse(Objects.equals(scene.began.get(0), scene.began.get(1)));
  }

  @Test
  void aCheckThatHangsHasFailedAfterTheTimeoutAndIsCanceled() {
    HealthCheckScene scene = scene(4);
    scene.hangs(2);
    scene.pass(Duration.ofMillis(5_999));
    assertFalse(scene.open(2).isDone());
    scene.pass(Duration.ofMillis(1));
    assertTrue(scene.open(2).isCancelled());

    // The pause begins when a check ends.
    assertEquals(List.of(0L, 5_000L), scene.began.get(2));
    scene.pass(Duration.ofSeconds(12));
    assertEquals(List.of(0L, 5_000L, 11_000L, 17_000L), scene.began.get(2));
    assertEquals(List.of("UNHEALTHY 2, 3: no result within 1 s"), scene.events());
  }

  @Test
  void aResultThatComesInTimeIsNotTimedOut() {
    HealthCheckScene scene = scene(4);
    scene.hangs(2);
    for (int i = 0; i < 5; i++) {
      int checks = scene.checksOf(2);
      while (scene.checksOf(2) == checks) {
        scene.pass(Duration.ofMillis(100));
      }
      scene.pass(Duration.ofMillis(800));
      scene.open(2).complete(ProbeResult.passed("late"));
      scene.pass(Duration.ofSeconds(1));
    }
    assertEquals(List.of(), scene.events());
  }

  @Test
  void aProbeThatThrowsOrFailsHasFailed() {
    HealthCheckScene scene = scene(8);
    scene.results(
        0,
        () -> {
          throw new IllegalStateException("no idea");
        });
    scene.results(1, () -> CompletableFuture.failedFuture(new AssertionError("oh")));
    scene.results(
        2,
        () ->
            CompletableFuture.failedFuture(
                new CompletionException(new IllegalStateException("inside"))));
    scene.rounds(3);
    assertEquals(
        List.of(
            "UNHEALTHY 0, 3: the probe failed: java.lang.IllegalStateException: no idea",
            "UNHEALTHY 1, 3: the probe failed: java.lang.AssertionError: oh",
            "UNHEALTHY 2, 3: the probe failed: java.lang.IllegalStateException: inside"),
        scene.events());
  }

  @Test
  void aCheckThatCouldNotBeMadeNeitherCountsNorEndsARow() {
    HealthCheckScene scene = scene(4);
    scene.fails(2);
    scene.rounds(2);
    scene.results(2, () -> CompletableFuture.completedFuture(ProbeResult.unknown("no client")));
    scene.rounds(5);
    assertEquals(List.of(), scene.events());
    scene.fails(2);
    scene.rounds(1);
    assertEquals(List.of("UNHEALTHY 2, 3: broken"), scene.events());
  }

  @Test
  void aRemovedEndpointIsNoLongerCheckedAlsoIfACheckIsOpen() {
    HealthCheckScene scene = scene(4);
    scene.hangs(2, 3);
    scene.pass(INTERVAL);
    CompletableFuture<ProbeResult> open = scene.open(2);
    scene.set(0, 1, 3);
    assertTrue(open.isCancelled());
    assertEquals(Set.of(2), scene.forgotten);

    scene.open(3).complete(ProbeResult.failed("too late"));
    scene.set(0, 1);
    scene.rounds(5);
    assertEquals(2, scene.checksOf(2));
    assertEquals(2, scene.checksOf(3));
    assertEquals(List.of(), scene.events());
  }

  @Test
  void anEndpointThatIsBackBeginsAnew() {
    HealthCheckScene scene = scene(4);
    scene.fails(2);
    scene.rounds(3);
    assertEquals(Set.of(2), scene.unhealthy());
    Lease unfinished = scene.scene.begin();
    scene.set(0, 1, 3);
    scene.passes(2);
    scene.with(4);
    assertEquals(Set.of(0, 1, 2, 3), scene.used());
    assertEquals(Set.of(), scene.unhealthy());
    scene.scene.balancer.endRequest(unfinished, Outcome.SUCCESS);
  }

  @Test
  void withoutEndpointsNothingIsScheduled() {
    HealthCheckScene scene = scene(4);
    scene.hangs(1);
    scene.pass(INTERVAL);
    scene.with(0);
    scene.pass(Duration.ZERO);
    assertEquals(0, scene.time.scheduled());
    assertEquals(Set.of(0, 1, 2, 3), scene.forgotten);
  }

  @Test
  void whenTooFewAreHealthyAllAreUsed() {
    HealthCheckScene scene = scene(4);
    scene.fails(0, 1);
    scene.rounds(3);
    assertEquals(Set.of(2, 3), scene.used());
    scene.events();

    scene.fails(2);
    scene.rounds(3);
    assertEquals(List.of("UNHEALTHY 2, 3: broken", "panic on: 1"), scene.events());
    assertEquals(Set.of(0, 1, 2, 3), scene.used());

    scene.fails(3);
    scene.rounds(3);
    assertEquals(List.of("UNHEALTHY 3, 3: broken"), scene.events());
    assertEquals(Set.of(0, 1, 2, 3), scene.used());

    scene.passes(3);
    scene.passes(2);
    scene.rounds(2);
    assertEquals(
        List.of("HEALTHY 2, 2: fine", "HEALTHY 3, 2: fine", "panic off: 2"), scene.events());
    assertEquals(Set.of(2, 3), scene.used());
  }

  @Test
  void withoutPanicRequestsAreAdmittedInProportion() throws Exception {
    HealthCheckScene scene =
        new HealthCheckScene(
            steady(),
            builder ->
                builder.outlierDetection(OutlierDetection.builder().panicThreshold(0).build()));
    scene.with(4);
    scene.pass(Duration.ZERO);
    scene.fails(0, 1, 2);
    scene.rounds(3);
    assertEquals(Set.of("admit 50 %"), Set.of(scene.events().get(3)));

    scene.fails(3);
    scene.rounds(3);
    for (int i = 0; i < 100; i++) {
      NoEndpointAvailableException refused =
          assertThrows(
              NoEndpointAvailableException.class,
              () -> scene.scene.balancer.beginRequest(RequestContext.empty()));
      assertTrue(String.valueOf(refused.getMessage()).contains("fail their health checks"));
    }
  }

  @Test
  void aPassingCheckDoesNotEndAnEjection() {
    HealthCheckScene scene =
        new HealthCheckScene(
            steady(), builder -> builder.outlierDetection(OutlierDetection.defaults()));
    scene.with(4);
    scene.pass(Duration.ZERO);
    eject(scene, 1);
    assertEquals(List.of("eject 1"), scene.events());
    scene.rounds(5);
    assertEquals(List.of(), scene.events());
    assertEquals(Set.of(0, 2, 3), scene.used());
    scene.rounds(1);
    assertEquals(List.of("half-open 1"), scene.events());
  }

  @Test
  void anEjectedEndpointThatFailsItsChecksComesBackAfterBoth() {
    HealthCheckScene scene =
        new HealthCheckScene(
            steady(), builder -> builder.outlierDetection(OutlierDetection.defaults()));
    scene.with(4);
    scene.pass(Duration.ZERO);
    eject(scene, 1);
    scene.fails(1);
    scene.rounds(20);
    assertEquals(List.of("eject 1", "UNHEALTHY 1, 3: broken", "half-open 1"), scene.events());
    assertEquals(Set.of(0, 2, 3), scene.used());
    scene.passes(1);
    scene.rounds(2);
    assertEquals(List.of("HEALTHY 1, 2: fine"), scene.events());
    for (int i = 0; i < 20; i++) {
      scene.scene.balancer.endRequest(scene.scene.begin(), Outcome.SUCCESS);
    }
    scene.pass(Duration.ZERO);
    assertEquals(List.of("return 1"), scene.events());
  }

  /** Trap 18: the two together leave at least one, too. */
  @Test
  void theLastThatPassesItsChecksIsNotEjected() {
    HealthCheckScene scene =
        new HealthCheckScene(
            steady(),
            builder ->
                builder.outlierDetection(
                    OutlierDetection.builder().maxEjectionPercent(100).build()));
    scene.with(2);
    scene.pass(Duration.ZERO);
    scene.fails(0);
    scene.rounds(3);
    assertEquals(List.of("UNHEALTHY 0, 3: broken"), scene.events());
    eject(scene, 1);
    assertEquals(List.of(), scene.events());
    assertEquals(Set.of(1), scene.used());
  }

  /** Trap 18: found by the simulation of the whole. */
  @Test
  void anEjectedEndpointThatFailsItsChecksStillCountsAsEjected() {
    HealthCheckScene scene =
        new HealthCheckScene(
            steady(),
            builder ->
                builder.outlierDetection(
                    OutlierDetection.builder()
                        .maxEjectionPercent(20)
                        .baseEjectionTime(Duration.ofMinutes(5))
                        .build()));
    scene.with(5);
    scene.pass(Duration.ZERO);
    eject(scene, 1);
    scene.fails(1);
    scene.rounds(3);
    assertEquals(List.of("eject 1", "UNHEALTHY 1, 3: broken"), scene.events());

    eject(scene, 2);

    assertEquals(List.of(), scene.events());
    assertEquals(Set.of(0, 2, 3, 4), scene.used());
  }

  private static void eject(HealthCheckScene scene, int endpoint) {
    for (int i = 0; i < 5; i++) {
      Lease lease = scene.scene.load(Scene.endpoint(endpoint), 1).get(0);
      scene.scene.balancer.endRequest(lease, Outcome.SERVER_ERROR);
      scene.pass(Duration.ZERO);
    }
  }

  @Test
  void anEndpointThatIsBackBeginsInSlowStart() {
    HealthCheckScene scene =
        new HealthCheckScene(
            steady(),
            builder ->
                builder
                    .slowStart(SlowStart.builder(Duration.ofMinutes(5)).build())
                    .algorithm(Algorithms.random()));
    scene.with(4);
    scene.pass(Duration.ZERO);
    scene.fails(2);
    scene.rounds(3);
    scene.passes(2);
    scene.rounds(2);
    Map<Integer, Integer> counts = new TreeMap<>();
    scene
        .scene
        .sequential(3_100)
        .forEach((endpoint, count) -> counts.put(OutlierScene.number(endpoint), count));
    assertEquals(100, counts.getOrDefault(2, 0), 40);
    assertEquals(1_000, counts.getOrDefault(1, 0), 100);
  }

  @Test
  void anEndpointIsCheckedWhileItIsPreparedAndTakesNoRequestsIfItFails() {
    CompletableFuture<Object> ready = new CompletableFuture<>();
    HealthCheckScene scene =
        new HealthCheckScene(
            steady(),
            builder ->
                builder.attachments(
                    endpoint ->
                        new EndpointAttachment() {
                          @Override
                          public CompletionStage<?> prepare() {
                            return ready;
                          }
                        }));
    scene.with(2);
    scene.pass(Duration.ZERO);
    scene.fails(2);
    scene.with(3);
    scene.pass(Duration.ZERO);
    assertEquals(List.of("UNHEALTHY 2, 1: broken"), scene.events());
    ready.complete("open");
    assertEquals(Set.of(0, 1), scene.used());
    scene.passes(2);
    scene.rounds(2);
    assertEquals(Set.of(0, 1, 2), scene.used());
  }

  @Test
  void checksAreNoRequests() {
    HealthCheckScene scene = scene(4);
    scene.fails(1);
    scene.rounds(20);
    for (EndpointStatistics statistics : scene.scene.balancer.statistics()) {
      assertEquals(0, statistics.succeeded() + statistics.failed() + statistics.canceled());
      assertEquals(0, statistics.inFlight());
    }
  }

  /** The failures that it was left for are over. */
  @Test
  void oldFailuresDoNotCountAgainstAnEndpointThatIsBack() {
    HealthCheckScene scene =
        new HealthCheckScene(
            steady(), builder -> builder.outlierDetection(OutlierDetection.defaults()));
    scene.with(4);
    scene.pass(Duration.ZERO);
    List<Lease> leases = scene.scene.load(Scene.endpoint(1), 5);
    for (Lease lease : leases.subList(0, 4)) {
      scene.scene.balancer.endRequest(lease, Outcome.SERVER_ERROR);
    }
    scene.fails(1);
    scene.rounds(3);
    scene.passes(1);
    scene.rounds(2);
    scene.events();
    scene.scene.balancer.endRequest(leases.get(4), Outcome.SERVER_ERROR);
    scene.pass(Duration.ZERO);
    assertEquals(List.of(), scene.events());
  }

  @Test
  void aProbeThatFailsToForgetDoesNotStopTheUpdate() {
    HealthCheckScene scene =
        new HealthCheckScene(
            steady(),
            builder ->
                builder.healthCheck(
                    steady().build(),
                    new HealthProbe() {
                      @Override
                      public CompletableFuture<ProbeResult> probe(
                          Endpoint endpoint, Duration timeout) {
                        return CompletableFuture.completedFuture(ProbeResult.passed("fine"));
                      }

                      @Override
                      public void forget(Endpoint endpoint) {
                        throw new IllegalStateException("broken");
                      }
                    }));
    scene.with(4);
    scene.pass(INTERVAL);
    scene.set(0, 1);
    assertEquals(Set.of(0, 1), scene.used());
  }

  /** As a probe in Kotlin may. */
  @Test
  void aProbeThatThrowsWhatItDoesNotDeclareHasFailedAndGoesOn() {
    HealthCheckScene scene = new HealthCheckScene(steady());
    scene.with(2);
    scene.pass(Duration.ZERO);
    scene.results(
        1,
        () -> {
          Sneaky.fail(new IOException("as from Kotlin"));
          return new CompletableFuture<>();
        });
    scene.rounds(3);
    assertEquals(
        List.of("UNHEALTHY 1, 3: the probe failed: java.io.IOException: as from Kotlin"),
        scene.events());
    scene.passes(1);
    scene.rounds(2);
    assertEquals(List.of("HEALTHY 1, 2: fine"), scene.events());
  }
}
