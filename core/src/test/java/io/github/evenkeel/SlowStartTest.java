/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.balancer.LoadBalancerBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("io.github.evenkeel.VirtualTime#starts")
class SlowStartTest {
  private static final Duration WINDOW = Duration.ofSeconds(60);
  private static final SlowStart LINEAR = SlowStart.builder(WINDOW).build();
  private static final Endpoint NEW = Scene.endpoint(3);

  @Parameter long start;

  static List<Algorithm> followingWeights() {
    return EveryAlgorithm.all().stream()
        .filter(algorithm -> !hashingKeys().contains(algorithm))
        .toList();
  }

  static List<Algorithm> hashingKeys() {
    return Stream.concat(EveryAlgorithm.hashing().stream(), EveryAlgorithm.bounded().stream())
        .toList();
  }

  private Scene scene(Algorithm algorithm) {
    return new Scene(algorithm, new VirtualTime(start), builder -> builder.slowStart(LINEAR));
  }

  /** The share of the new one in 20000 requests, which take a second. */
  private static double shareOfNew(Scene scene) {
    int toNew = 0;
    for (int i = 0; i < 20_000; i++) {
      Lease lease = scene.begin();
      scene.time.advance(Duration.ofNanos(50_000));
      scene.balancer.endRequest(lease, Outcome.SUCCESS);
      if (lease.endpoint().id().equals(NEW.id())) {
        toNew++;
      }
    }
    return toNew / 20_000.0;
  }

  @Test
  void weightsRiseAlongTheCurve() {
    assertEquals(0.1, LINEAR.factor(Duration.ZERO));
    assertEquals(0.1, LINEAR.factor(Duration.ofSeconds(6)), 1e-9);
    assertEquals(0.5, LINEAR.factor(Duration.ofSeconds(30)), 1e-9);
    assertEquals(1, LINEAR.factor(WINDOW));
    assertEquals(1, LINEAR.factor(WINDOW.multipliedBy(1_000)));

    SlowStart eager = SlowStart.builder(WINDOW).aggression(2).minWeightPercent(1).build();
    assertEquals(
        Math.sqrt(1 / 60.0), eager.factor(Duration.ZERO), 1e-9, "the first second counts whole");
    assertEquals(Math.sqrt(0.5), eager.factor(Duration.ofSeconds(30)), 1e-9);
  }

  @ParameterizedTest
  @MethodSource("followingWeights")
  void aNewEndpointTakesUpItsShareLittleByLittle(Algorithm algorithm) {
    Scene scene = scene(algorithm).with(3).with(4);

    assertEquals(0.1 / 3.1, shareOfNew(scene), 0.01);
    scene.time.advance(Duration.ofSeconds(29));
    assertEquals(0.5 / 3.5, shareOfNew(scene), 0.02);
    scene.time.advance(Duration.ofSeconds(30));
    assertEquals(0.25, shareOfNew(scene), 0.02);
  }

  /** Each of them sends few requests, of which none should be the new one's alone. */
  @ParameterizedTest
  @MethodSource("manySmallClients")
  void itHoldsForAllClientsOfTheEndpointTogether(Algorithm algorithm) { // traps 6 and 32
    SplittableRandom seeds = new SplittableRandom(start);
    int toNew = 0;
    for (int client = 0; client < 200; client++) {
      SplittableRandom random = seeds.split();
      Scene scene =
          new Scene(
              algorithm,
              new VirtualTime(start),
              builder -> builder.slowStart(LINEAR).random(() -> random));
      scene.with(9);
      scene.sequential(20);
      scene.with(10);
      for (int request = 0; request < 10; request++) {
        Lease lease = scene.begin();
        scene.time.advance(Duration.ofMillis(10));
        scene.balancer.endRequest(lease, Outcome.SUCCESS);
        scene.time.advance(Duration.ofMillis(190));
        toNew += lease.endpoint().equals(Scene.endpoint(9)) ? 1 : 0;
      }
    }

    assertEquals(2_000 * 0.1 / 9.1, toNew, 15);
  }

  static List<Algorithm> manySmallClients() {
    return List.of(
        Algorithms.adaptiveStride(),
        Algorithms.leastRequest(),
        Algorithms.roundRobin(),
        Algorithms.random());
  }

  @Test
  void theEndpointsThatAClientBeginsWithAreNotNew() {
    Scene scene = scene(Algorithms.roundRobin()).with(4);

    assertEquals(0.25, shareOfNew(scene), 0.001);
    assertEquals(0, scene.time.scheduled());
  }

  @Test
  void updatesThatChangeOthersDoNotBeginItAnew() { // trap 17
    Scene scene = scene(Algorithms.roundRobin()).with(3).with(4);
    for (int i = 0; i < 30; i++) {
      scene.time.advance(Duration.ofSeconds(1));
      List<Endpoint> endpoints = new ArrayList<>(Scene.endpoints(4));
      if (i % 2 == 0) {
        endpoints.set(3, Endpoint.builder(NEW.toString()).zone("b").build());
        endpoints.set(0, Scene.weighted(Scene.endpoint(0), 1.5));
      }
      scene.balancer.setEndpoints(endpoints);
    }

    assertEquals(0.5 / 3.5, shareOfNew(scene), 0.01);
  }

  @Test
  void anEndpointThatIsBackStartsAgain() {
    Scene scene = scene(Algorithms.random()).with(4).with(3);
    scene.time.advance(WINDOW.multipliedBy(2));
    scene.with(4);

    assertEquals(0.1 / 3.1, shareOfNew(scene), 0.01);
  }

  @Test
  void itBeginsWhenTheEndpointIsPrepared() {
    CompletableFuture<String> prepared = new CompletableFuture<>();
    Scene scene =
        new Scene(
            Algorithms.roundRobin(),
            new VirtualTime(start),
            builder -> builder.slowStart(LINEAR).attachments(endpoint -> new PreparedBy(prepared)));
    scene.with(3).with(4);
    scene.time.advance(WINDOW);
    assertEquals(0, shareOfNew(scene));
    assertEquals(0, scene.time.scheduled());

    prepared.complete("ready");

    assertEquals(0.1 / 3.1, shareOfNew(scene), 0.01);
    scene.time.advance(WINDOW);
    assertEquals(0.25, shareOfNew(scene), 0.001);
  }

  private record PreparedBy(CompletableFuture<String> prepared) implements EndpointAttachment {
    @Override
    public CompletionStage<?> prepare() {
      return prepared;
    }
  }

  @Test
  void onlyTheSchedulerMakesWeightsRise() {
    VirtualTime time = new VirtualTime(start);
    List<Runnable> steps = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(42);
    LoadBalancer balancer =
        new LoadBalancerBuilder("orders")
            .algorithm(watching())
            .slowStart(LINEAR)
            .nanoClock(time)
            .scheduler(
                (delay, task) -> {
                  steps.add(task);
                  return () -> {};
                })
            .random(() -> random)
            .build();
    balancer.setEndpoints(Scene.endpoints(3));
    balancer.setEndpoints(Scene.endpoints(4));
    time.advance(Duration.ofSeconds(30));

    assertEquals(0.1, weightOfNew(balancer), 1e-9);
    assertEquals(1, steps.size());
    steps.remove(0).run();
    assertEquals(0.5, weightOfNew(balancer), 1e-9);
    assertEquals(1, steps.size());
  }

  /** A lease for each request, and the weights as a picker sees them. */
  private double weightOfNew(LoadBalancer balancer) {
    try {
      balancer.endRequest(balancer.beginRequest(RequestContext.empty()), Outcome.CANCELED);
    } catch (NoEndpointAvailableException | QueueFullException e) {
      throw new AssertionError(e);
    }
    return weightOfNew;
  }

  private double weightOfNew;

  private Algorithm watching() {
    return Algorithms.custom(
        "watching",
        (candidates, request, now) -> {
          weightOfNew = candidates.weight(3) / candidates.weight(0);
          return 0;
        });
  }

  @Test
  void weightsRiseInManySmallSteps() {
    Scene scene = scene(watching()).with(3).with(4);
    double before = 0.1;
    for (int second = 1; second <= 60; second++) {
      scene.time.advance(Duration.ofSeconds(1));
      double weight = weightOfNew(scene.balancer);

      assertTrue(weight >= before && weight <= before + 0.05, second + " s: " + weight);
      assertEquals(LINEAR.factor(Duration.ofSeconds(second)), weight, 0.02);
      before = weight;
    }
    assertEquals(1, before);
  }

  @Test
  void nothingIsScheduledOnceAllWeightsHaveRisen() {
    Scene scene = scene(Algorithms.random()).with(3);
    assertEquals(0, scene.time.scheduled());
    scene.with(4);
    scene.time.advance(Duration.ofSeconds(10));
    scene.with(6);
    assertEquals(1, scene.time.scheduled(), "one task for all");

    scene.time.advance(Duration.ofSeconds(55));
    assertEquals(1, scene.time.scheduled(), "the last two are not done");
    scene.time.advance(Duration.ofSeconds(5));
    assertEquals(0, scene.time.scheduled());
  }

  @Test
  void nothingIsScheduledOnceTheNewEndpointsAreGone() {
    Scene scene = scene(Algorithms.random()).with(3).with(5);
    scene.with(4);
    assertEquals(1, scene.time.scheduled());

    scene.with(3);
    assertEquals(0, scene.time.scheduled());

    scene.with(4).with(0);
    assertEquals(0, scene.time.scheduled());
  }

  @Test
  void aStepThatIsCanceledTooLateDoesNoHarm() {
    List<Runnable> steps = new ArrayList<>();
    LoadBalancer balancer =
        new LoadBalancerBuilder("orders")
            .algorithm(watching())
            .slowStart(LINEAR)
            .nanoClock(new VirtualTime(start))
            .scheduler(
                (delay, task) -> {
                  steps.add(task);
                  return () -> {};
                })
            .build();
    balancer.setEndpoints(Scene.endpoints(3));
    balancer.setEndpoints(Scene.endpoints(4));
    balancer.setEndpoints(List.of());

    steps.get(0).run();

    assertEquals(List.of(), balancer.statistics());
    assertEquals(1, steps.size());
  }

  @ParameterizedTest
  @MethodSource("hashingKeys")
  void isRefusedWhereItWouldMoveKeys(Algorithm algorithm) {
    LoadBalancerBuilder builder =
        new LoadBalancerBuilder("orders").algorithm(algorithm).slowStart(LINEAR);

    BadInput.assertRefused(
        builder::build, "service orders", "does not hash keys", algorithm.toString());
  }

  @Test
  void refusesWhatIsNoNumberOrOutOfRange() {
    SlowStart.Builder builder = SlowStart.builder(WINDOW);

    for (double aggression : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      BadInput.assertRefused(
          () -> builder.aggression(aggression), "aggression", "but was " + aggression);
    }
    for (double percent : new double[] {0, -1, 100.1, Double.NaN}) {
      BadInput.assertRefused(
          () -> builder.minWeightPercent(percent), "minWeightPercent", "but was " + percent);
    }
  }

  @Test
  void anyAgeHasAFactor() {
    SlowStart slowStart = SlowStart.builder(Duration.ofSeconds(3)).build();
    assertEquals(1, slowStart.factor(Duration.ofSeconds(Long.MAX_VALUE)));
    assertEquals(1, slowStart.factor(Duration.ofSeconds(3)));
    double atFirst = slowStart.factor(Duration.ZERO);
    assertEquals(atFirst, slowStart.factor(Duration.ofSeconds(Long.MIN_VALUE)));
  }
}
