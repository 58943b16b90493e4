/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What discovery knows of an endpoint decides whether it gets requests. */
class EligibilityTest {
  private final Scene scene = new Scene(Algorithms.adaptiveStride());

  private static Endpoint ready(int i) {
    return Scene.endpoint(i);
  }

  private static Endpoint terminating(int i) {
    return Endpoint.builder(Scene.endpoint(i).toString()).terminating(true).build();
  }

  private static Endpoint drained(int i) {
    return Scene.weighted(Scene.endpoint(i), 0);
  }

  /** The numbers of the endpoints that get some of 50 requests. */
  private static Set<Integer> used(Scene scene) {
    Set<Integer> used = new TreeSet<>();
    for (int i = 0; i < 50; i++) {
      Lease lease = scene.begin();
      used.add(OutlierScene.number(lease.endpoint()));
      scene.balancer.endRequest(lease, Outcome.SUCCESS);
    }
    return used;
  }

  static Stream<Algorithm> algorithms() {
    return EveryAlgorithm.all().stream();
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void anEndpointThatTerminatesGetsNothingWhileThereIsAnother(Algorithm algorithm) {
    Scene any = new Scene(algorithm);
    any.balancer.setEndpoints(List.of(terminating(0), ready(1), terminating(2)));

    assertEquals(Set.of(1), used(any));
  }

  /** As kube-proxy does it. */
  @Test
  void endpointsThatTerminateAreTheLastResort() {
    scene.balancer.setEndpoints(List.of(ready(0), ready(1)));
    scene.balancer.setEndpoints(List.of(terminating(0), terminating(1)));

    assertEquals(Set.of(0, 1), used(scene));
    scene.balancer.setEndpoints(List.of(terminating(0), terminating(1), ready(2)));
    assertEquals(Set.of(2), used(scene));
  }

  @Test
  void anEndpointThatTerminatesKeepsItsStatisticsAndFinishesItsRequests() {
    scene.balancer.setEndpoints(List.of(ready(0)));
    Lease running = scene.begin();

    scene.balancer.setEndpoints(List.of(terminating(0), ready(1)));

    EndpointStatistics before = scene.balancer.statistics().get(0);
    assertTrue(before.endpoint().isTerminating());
    assertEquals(1, before.inFlight());
    scene.balancer.endRequest(running, Outcome.SUCCESS);
    assertEquals(1, scene.balancer.statistics().get(0).succeeded());
  }

  @Test
  void anEndpointOfWeight0FinishesWhatItHasBegunAndGetsNothingMore() {
    scene.balancer.setEndpoints(List.of(ready(0), ready(1)));
    Lease running = scene.load(ready(0), 1).get(0);

    scene.balancer.setEndpoints(List.of(drained(0), ready(1)));

    assertEquals(Set.of(1), used(scene));
    assertEquals(1, scene.balancer.statistics().get(0).inFlight());
    scene.balancer.endRequest(running, Outcome.SUCCESS);
    scene.balancer.setEndpoints(List.of(ready(0), ready(1)));
    assertEquals(Set.of(0, 1), used(scene));
  }

  /** Whoever gives an endpoint weight 0 says that it must not get requests. */
  @Test
  void anEndpointOfWeight0IsNoLastResort() {
    scene.balancer.setEndpoints(List.of(drained(0), drained(1)));

    assertEquals(
        "No endpoint available for service orders: all of its 2 endpoints have weight 0, so none of them"
            + " gets requests. Give one a weight",
        refusal());
    scene.balancer.setEndpoints(List.of(drained(0), terminating(1)));
    assertEquals(Set.of(1), used(scene));
    scene.balancer.setEndpoints(List.of());
    assertEquals(
        "No endpoint available for service orders: 0 endpoints are known. Check that its pods are"
            + " running and ready, and that its discovery works",
        refusal());
  }

  private @Nullable String refusal() {
    return requireNonNull(
            assertThrows(
                NoEndpointAvailableException.class,
                () -> scene.balancer.beginRequest(RequestContext.empty())))
        .getMessage();
  }

  @Test
  void whatFailedWhileTheWeightWas0DoesNotCountAfterwards() {
    OutlierScene outliers = new OutlierScene(OutlierDetection.builder()).with(3);
    List<Lease> running = outliers.scene.load(ready(0), 5);
    outliers.pass(Duration.ofMillis(1));
    outliers.scene.balancer.setEndpoints(List.of(drained(0), ready(1), ready(2)));
    running.forEach(lease -> outliers.end(lease, Outcome.SERVER_ERROR));

    outliers.scene.with(3);
    outliers.pass(Duration.ofMinutes(1));

    assertEquals(List.of(), outliers.events());
  }
}
