/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CustomAlgorithmTest {
  private final List<Candidates> seen = new ArrayList<>();
  private final Algorithm last =
      Algorithms.custom(
          "last",
          (candidates, request, now) -> {
            seen.add(candidates);
            return candidates.size() - 1;
          });
  private final Scene scene = new Scene(last);

  private Candidates lastSeen() {
    return seen.get(seen.size() - 1);
  }

  private static List<Endpoint> endpoints(Candidates candidates) {
    return IntStream.range(0, candidates.size()).mapToObj(candidates::endpoint).toList();
  }

  private static List<Double> weights(Candidates candidates) {
    return IntStream.range(0, candidates.size()).mapToObj(candidates::weight).toList();
  }

  private static List<Integer> inFlight(Candidates candidates) {
    return IntStream.range(0, candidates.size()).mapToObj(candidates::inFlight).toList();
  }

  @Test
  void theRequestGoesToTheCandidateThatItPicks() {
    scene.with(3);

    assertEquals(Scene.endpoint(2), scene.begin().endpoint());
    assertEquals(Scene.endpoints(3), endpoints(lastSeen()));
    assertEquals("last", last.toString());
  }

  @Test
  void whatWasTriedIsNoCandidate() { // trap 16
    scene.with(4);

    RequestContext retry = RequestContext.empty().withTried(Scene.endpoint(3));
    assertEquals(Scene.endpoint(2), scene.begin(retry).endpoint());
    assertEquals(Scene.endpoints(3), endpoints(lastSeen()));

    for (int i = 0; i < 3; i++) {
      retry = retry.withTried(Scene.endpoint(i));
    }
    assertEquals(Scene.endpoint(3), scene.begin(retry).endpoint());
    assertEquals(Scene.endpoints(4), endpoints(lastSeen()), "all, if all were tried");
  }

  @Test
  void itSeesTheRequestsInFlightLive() {
    scene.with(3);
    Lease lease = scene.begin();
    scene.begin();

    assertEquals(List.of(0, 0, 2), inFlight(lastSeen()));
    scene.balancer.endRequest(lease, Outcome.SUCCESS);
    assertEquals(List.of(0, 0, 1), inFlight(lastSeen()));
    scene.begin(RequestContext.empty().withTried(Scene.endpoint(0)));
    assertEquals(List.of(0, 2), inFlight(lastSeen()));
  }

  @Test
  void itSeesWeightsThatAreOneOnAverage() {
    scene.balancer.setEndpoints(Scene.weightedEndpoints(1, 2, 3, 6));
    scene.begin();
    assertEquals(List.of(1 / 3.0, 2 / 3.0, 1.0, 2.0), weights(lastSeen()));

    scene.begin(RequestContext.empty().withTried(Scene.endpoint(3)));
    assertEquals(List.of(0.5, 1.0, 1.5), weights(lastSeen()));
  }

  @Test
  void itSeesWeightsRiseInSlowStart() {
    Scene slow = new Scene(last, SlowStart.builder(Duration.ofSeconds(100)).build()).with(1);
    slow.with(2);
    slow.time.advance(Duration.ofSeconds(50));
    slow.begin();

    assertEquals(0.5, lastSeen().weight(1) / lastSeen().weight(0), 0.02);
  }

  @Test
  void itSeesTheRequestAndTheTime() {
    List<Object> arguments = new ArrayList<>();
    Scene curious =
        new Scene(
                Algorithms.custom(
                    "curious",
                    (candidates, request, now) -> {
                      arguments.addAll(List.of(request, now));
                      return 0;
                    }))
            .with(2);
    RequestContext request = RequestContext.empty().withAffinityKey("k");
    curious.begin(request);

    assertEquals(List.of(request, curious.time.getAsLong()), arguments);
  }

  @Test
  void theCandidatesAreTheSameObjectUntilEndpointsOrWeightsChange() {
    scene.with(2);
    scene.begin();
    scene.begin(RequestContext.empty().withAffinityKey("k"));
    scene.with(2);
    scene.begin(RequestContext.empty().withTried(Scene.endpoint(7)));
    assertSame(seen.get(0), seen.get(1));
    assertSame(seen.get(0), seen.get(2), "an equal list changes nothing");

    scene.balancer.setEndpoints(Scene.weightedEndpoints(1, 2));
    scene.begin();
    assertNotSame(seen.get(0), lastSeen());
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 3, Integer.MAX_VALUE})
  void anIndexOutOfRangeFailsTheRequestAndCountsNothing(int index) {
    Scene wrong = new Scene(Algorithms.custom("wrong", (candidates, request, now) -> index));
    wrong.with(3);

    IllegalStateException failure = assertThrows(IllegalStateException.class, wrong::begin);
    assertEquals(
        "the picker of algorithm wrong must return an index from 0 to 2, but returned " + index,
        failure.getMessage());
    wrong.balancer.statistics().forEach(statistics -> assertEquals(0, statistics.inFlight()));
  }

  @Test
  void anIndexIsCheckedAgainstWhatRemainsForARequest() {
    Scene wrong = new Scene(Algorithms.custom("wrong", (candidates, request, now) -> 2)).with(3);
    RequestContext retry = RequestContext.empty().withTried(Scene.endpoint(0));

    assertEquals(Scene.endpoint(2), wrong.begin().endpoint());
    assertThrows(IllegalStateException.class, () -> wrong.begin(retry));
  }

  @Test
  void whatItThrowsFailsTheRequestAndCountsNothing() {
    UnsupportedOperationException thrown = new UnsupportedOperationException();
    Scene failing =
        new Scene(
            Algorithms.custom(
                "failing",
                (candidates, request, now) -> {
                  throw thrown;
                }));
    failing.with(1);

    assertSame(thrown, assertThrows(UnsupportedOperationException.class, failing::begin));
    assertEquals(0, failing.statistics(Scene.endpoint(0)).inFlight());
  }

  @Test
  @SuppressWarnings("NullAway") // That is what is tested.
  void needsANameAndAPicker() {
    BadInput.assertNullRefused(() -> Algorithms.custom(null, (candidates, r, now) -> 0), "name");
    BadInput.assertNullRefused(() -> Algorithms.custom("mine", null), "picker");
  }
}
