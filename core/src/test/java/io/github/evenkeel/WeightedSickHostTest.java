/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Under unequal weights an endpoint that is sick is left as under equal ones. */
@ParameterizedClass
@MethodSource("io.github.evenkeel.VirtualTime#starts")
class WeightedSickHostTest {
  private static final int REQUESTS = 40_000;
  private static final int LAST = 10_000;
  private static final Duration STEP = Duration.ofMillis(1);
  private static final Duration HEALTHY = Duration.ofMillis(10);
  private static final Duration FOR_EVER = Duration.ofDays(1);
  private static final double[] NEARLY_EQUAL = {1, 1, 1, 1.1};

  private static final SlowStart SLOW_START = SlowStart.builder(Duration.ofSeconds(60)).build();

  @Parameter long start;

  private Scene slowlyStarting(Algorithm algorithm) {
    return new Scene(algorithm, new VirtualTime(start), builder -> builder.slowStart(SLOW_START));
  }

  /** Under peak EWMA the past of an endpoint fades, also while it hangs. */
  static List<Algorithm> countingRequests() {
    return WeightsTest.byTurnsAlone();
  }

  private record Running(long ends, Lease lease, Outcome outcome) {}

  /** 1000 requests in a second, each of which takes 10 ms, but for one sick endpoint. */
  private static final class Traffic {
    private final Scene scene;
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final PriorityQueue<Running> running =
        new PriorityQueue<>(Comparator.comparingLong(Running::ends));
    private final EndpointId sick;
    private long elapsed;

    /** How many of the last 10000 requests of a run each got. */
    private final Map<EndpointId, Integer> counts = new HashMap<>();

    /** The first endpoint is going to be sick. */
    Traffic(Scene scene, double... weights) {
      this.scene = scene;
      for (double weight : weights) {
        endpoints.add(Scene.weighted(Scene.endpoint(endpoints.size()), weight));
      }
      scene.balancer.setEndpoints(endpoints);
      sick = endpoints.get(0).id();
    }

    /** A client that has sent requests while all were healthy. */
    Traffic healthy() {
      return run(5_000, HEALTHY, Outcome.SUCCESS);
    }

    void add(Endpoint endpoint) {
      endpoints.add(endpoint);
      scene.balancer.setEndpoints(endpoints);
    }

    Traffic run(int requests, Duration sickTakes, Outcome sickOutcome) {
      counts.clear();
      for (int i = 0; i < requests; i++) {
        scene.time.advance(STEP);
        elapsed += STEP.toNanos();
        while (!running.isEmpty() && running.peek().ends() <= elapsed) {
          Running ended = running.remove();
          scene.balancer.endRequest(ended.lease(), ended.outcome());
        }
        Lease lease = scene.begin();
        boolean toSick = lease.endpoint().id().equals(sick);
        Duration takes = toSick ? sickTakes : HEALTHY;
        Outcome outcome = toSick ? sickOutcome : Outcome.SUCCESS;
        running.add(new Running(elapsed + takes.toNanos(), lease, outcome));
        if (i >= requests - LAST) {
          counts.merge(lease.endpoint().id(), 1, Integer::sum);
        }
      }
      return this;
    }

    int toSick() {
      return counts.getOrDefault(sick, 0);
    }

    int inFlightOnSick() {
      return scene.statistics(endpoints.get(0)).inFlight();
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.evenkeel.WeightsTest#byLoad")
  void oneThatFailsAtOnceIsLeft(Algorithm algorithm) { // trap 1
    Traffic traffic =
        new Traffic(new Scene(algorithm, new VirtualTime(start)), NEARLY_EQUAL).healthy();

    traffic.run(REQUESTS, Duration.ofNanos(10_000), Outcome.SERVER_ERROR);

    assertTrue(traffic.toSick() < 0.02 * LAST, "got " + traffic.counts);
  }

  @ParameterizedTest
  @MethodSource("io.github.evenkeel.WeightsTest#byLoad")
  void oneThatIsSlowIsLeft(Algorithm algorithm) {
    Traffic traffic =
        new Traffic(new Scene(algorithm, new VirtualTime(start)), NEARLY_EQUAL).healthy();

    traffic.run(REQUESTS, HEALTHY.multipliedBy(20), Outcome.SUCCESS);

    assertTrue(traffic.toSick() < 0.06 * LAST, "got " + traffic.counts);
  }

  @ParameterizedTest
  @MethodSource("countingRequests")
  void oneThatHangsGetsNoMoreThanAFewRequests(Algorithm algorithm) { // trap 4
    Traffic traffic =
        new Traffic(new Scene(algorithm, new VirtualTime(start)), NEARLY_EQUAL).healthy();

    traffic.run(REQUESTS, FOR_EVER, Outcome.SUCCESS);

    assertTrue(traffic.inFlightOnSick() < 20, traffic.inFlightOnSick() + " in flight");
  }

  /** It weighs as much as all others together. */
  @ParameterizedTest
  @MethodSource("io.github.evenkeel.WeightsTest#byLoad")
  void aHeavyOneThatFailsIsLeftAndTheOthersShareByWeight(Algorithm algorithm) { // trap 1
    Traffic traffic =
        new Traffic(new Scene(algorithm, new VirtualTime(start)), 10, 1, 2, 3, 4).healthy();

    traffic.run(REQUESTS, Duration.ofNanos(10_000), Outcome.SERVER_ERROR);

    assertTrue(traffic.toSick() < 0.02 * LAST, "got " + traffic.counts);
    for (Endpoint endpoint : traffic.endpoints.subList(1, 5)) {
      double share = 0.1 * LAST * endpoint.weight();
      assertEquals(share, traffic.counts.getOrDefault(endpoint.id(), 0), 0.15 * share);
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.evenkeel.WeightsTest#byLoad")
  void oneThatFailsIsLeftWhileAnotherStartsSlowly(Algorithm algorithm) { // trap 1
    Traffic traffic = new Traffic(slowlyStarting(algorithm), 1, 1, 1, 1).healthy();
    traffic.add(Scene.endpoint(4));

    traffic.run(REQUESTS, Duration.ofNanos(10_000), Outcome.SERVER_ERROR);

    assertTrue(traffic.toSick() < 0.02 * LAST, "got " + traffic.counts);
  }

  @ParameterizedTest
  @MethodSource("io.github.evenkeel.WeightsTest#byLoad")
  void oneThatIsSlowIsLeftWhileAnotherStartsSlowly(Algorithm algorithm) {
    Traffic traffic = new Traffic(slowlyStarting(algorithm), 1, 1, 1, 1).healthy();
    traffic.add(Scene.endpoint(4));

    traffic.run(REQUESTS, HEALTHY.multipliedBy(20), Outcome.SUCCESS);

    assertTrue(traffic.toSick() < 0.06 * LAST, "got " + traffic.counts);
  }
}
