/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.system;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.Algorithm;
import io.github.evenkeel.ConcurrencyLimit;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointStatistics;
import io.github.evenkeel.EveryAlgorithm;
import io.github.evenkeel.HealthCheck;
import io.github.evenkeel.Locality;
import io.github.evenkeel.Outcome;
import io.github.evenkeel.OutlierDetection;
import io.github.evenkeel.RequestContext;
import io.github.evenkeel.RequestQueue;
import io.github.evenkeel.Scene;
import io.github.evenkeel.Seeds;
import io.github.evenkeel.SlowStart;
import io.github.evenkeel.VirtualTime;
import io.github.evenkeel.balancer.LoadBalancerBuilder;
import io.github.evenkeel.observe.HealthCheckEvent;
import io.github.evenkeel.observe.LimitChangeEvent;
import io.github.evenkeel.observe.LoadBalancerListener;
import io.github.evenkeel.observe.QueueEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The whole of it in virtual time: random options, random faults of pods and of discovery, and
 * callers that wait, retry, hedge, cancel and give up. All chance comes from a seed; {@link Seeds}
 * says how to replay one.
 */
class WholeSystemTest {
  private static final int PODS = 6;

  private static final Duration LONGEST_EJECTION = Duration.ofSeconds(60);

  private static final int INITIAL_LIMIT = 5;

  private static final List<String> ZONES = List.of("a", "b", "c");

  /** A pod that was slow gets one of 32 turns at first. */
  private static final int ROUNDS = 40 * PODS / 2;

  @Test
  void whateverHappensNothingIsLostCountedTwiceOrStuck() {
    Seeds.check(1_000, random -> new Play(random).play());
  }

  @Test
  void aSeedGivesTheSameHistoryEachTime() {
    Seeds.check(
        20,
        random -> {
          long seed = random.nextLong();
          Play first = new Play(new SplittableRandom(seed));
          Play second = new Play(new SplittableRandom(seed));
          first.play();
          second.play();
          assertEquals(first.history.toString(), second.history.toString());
        });
  }

  private static final class Play {
    private final SplittableRandom random;
    private final VirtualTime time = new VirtualTime();
    private final Map<Endpoint, Pod> pods = new LinkedHashMap<>();
    private final Map<Endpoint, Integer> inFlight = new HashMap<>();
    private final List<Caller> callers = new ArrayList<>();
    private final StringBuilder history = new StringBuilder();
    private final Witness witness = new Witness();
    private final Algorithm algorithm;
    private final int limit;
    private final boolean isNear;
    private final int maxEjectionPercent;
    private final Scene scene;
    private List<Endpoint> published = List.of();
    private int over;
    private int succeeded;

    Play(SplittableRandom random) {
      this.random = random;
      List<Algorithm> algorithms = EveryAlgorithm.all();
      this.algorithm = algorithms.get(random.nextInt(algorithms.size()));
      this.limit = random.nextBoolean() ? random.nextInt(1, 5) : Integer.MAX_VALUE;
      this.isNear = random.nextBoolean();
      this.maxEjectionPercent = random.nextInt(1, 101);
      SplittableRandom picks = random.split();
      this.scene = new Scene(algorithm, time, builder -> options(builder.random(() -> picks)));
      for (int i = 0; i < PODS; i++) {
        Endpoint endpoint = endpoint(i);
        pods.put(endpoint, new Pod(endpoint, time, random.split()));
      }
      publish(List.copyOf(pods.keySet()));
    }

    private static Endpoint endpoint(int i) {
      return Endpoint.builder(Scene.endpoint(i).toString()).zone(ZONES.get(i % 3)).build();
    }

    private LoadBalancerBuilder options(LoadBalancerBuilder builder) {
      if (limit < Integer.MAX_VALUE) {
        builder
            .concurrencyLimit(ConcurrencyLimit.of(limit))
            .queue(
                RequestQueue.builder()
                    .maxPending(random.nextInt(1, 50))
                    .timeout(Duration.ofMillis(random.nextInt(1, 2_000)))
                    .order(
                        random.nextBoolean()
                            ? RequestQueue.Order.FIFO
                            : RequestQueue.Order.ADAPTIVE_LIFO)
                    .build());
      } else if (random.nextBoolean()) {
        builder.concurrencyLimit(ConcurrencyLimit.adaptive().initialLimit(INITIAL_LIMIT).build());
      }
      if (random.nextBoolean()) {
        builder.outlierDetection(
            OutlierDetection.builder()
                .consecutive5xx(random.nextInt(1, 6))
                .interval(Duration.ofSeconds(random.nextInt(1, 10)))
                .baseEjectionTime(Duration.ofSeconds(random.nextInt(1, 40)))
                .maxEjectionTime(LONGEST_EJECTION)
                .maxEjectionPercent(maxEjectionPercent)
                .panicThreshold(random.nextBoolean() ? 50 : 0)
                .build());
      }
      if (random.nextBoolean()) {
        builder.healthCheck(
            HealthCheck.builder()
                .interval(Duration.ofMillis(random.nextInt(500, 8_000)))
                .timeout(Duration.ofMillis(random.nextInt(50, 500)))
                .rise(random.nextInt(1, 4))
                .fall(random.nextInt(1, 4))
                .build(),
            (endpoint, timeout) -> requireNonNull(pods.get(endpoint)).probed());
      }
      if (isNear) {
        builder.locality(Locality.zone(ZONES.get(0)));
      }
      builder.listener(witness);
      if (!algorithm.usesAffinityKeys() && random.nextBoolean()) {
        builder.slowStart(SlowStart.builder(Duration.ofSeconds(5)).build());
      }
      return builder;
    }

    /** Hears what is reported, and what of it does not fit what was reported before. */
    private final class Witness implements LoadBalancerListener {
      private final Map<Endpoint, Integer> limits = new HashMap<>();
      private final List<Object> misfits = new ArrayList<>();
      private boolean isQueueOver = true;

      @Override
      public void onLimitChange(LimitChangeEvent event) {
        history.append(event).append('\n');
        Integer before = limits.put(event.endpoint(), event.after());
        // A pod that was gone begins anew.
        boolean follows = event.before() == INITIAL_LIMIT || Objects.equals(before, event.before());
        if (!follows || event.before() == event.after()) {
          misfits.add(event);
        }
      }

      @Override
      public void onQueue(QueueEvent event) {
        history.append(event).append('\n');
        isQueueOver = event.isOver();
        if (event.pending() > event.mostPending() || event.mostPending() > event.maxPending()) {
          misfits.add(event);
        }
      }

      @Override
      public void onHealthCheck(HealthCheckEvent event) {
        history.append(event).append('\n');
      }
    }

    void play() {
      for (int step = 0; step < 150; step++) {
        step();
        check();
      }
      heal();
    }

    private void step() {
      switch (random.nextInt(12)) {
        case 0 -> anyPod().turn(any(Pod.Condition.values()));
        case 1 -> anyPod().crash();
        case 2 -> publish(somePods());
        case 3 -> {
          if (!callers.isEmpty()) {
            callers.get(random.nextInt(callers.size())).stop(Outcome.CANCELED);
          }
        }
        case 4 -> {
          if (!callers.isEmpty()) {
            callers.get(random.nextInt(callers.size())).hedge();
          }
        }
        case 5, 6, 7 -> time.advance(Duration.ofMillis(random.nextInt(0, 500)));
        default -> {
          int burst = random.nextInt(1, 8);
          for (int i = 0; i < burst; i++) {
            call(mayHaveKey(), Duration.ofMillis(random.nextInt(1, 3_000)));
          }
        }
      }
    }

    /**
     * All is well again, and stays so: then every request succeeds, and every pod takes part that
     * is near enough.
     */
    private void heal() {
      pods.values().forEach(pod -> pod.turn(Pod.Condition.HEALTHY));
      publish(List.copyOf(pods.keySet()));
      for (int second = 0; second < 120; second++) {
        call(RequestContext.empty(), Duration.ofSeconds(10));
        time.advance(Duration.ofSeconds(1));
        check();
      }
      Map<Endpoint, Long> before = served();
      int succeededBefore = succeeded;
      for (int i = 0; i < ROUNDS; i++) {
        call(RequestContext.empty(), Duration.ofSeconds(10));
        call(RequestContext.empty(), Duration.ofSeconds(10));
        time.advance(Duration.ofMillis(100));
        check();
      }
      time.advance(Duration.ofSeconds(11));
      check();
      assertEquals(2 * ROUNDS, succeeded - succeededBefore, "requests failed although all is well");
      List<Endpoint> used =
          pods.keySet().stream()
              .filter(endpoint -> !isNear || endpoint.zone().equals(Optional.of(ZONES.get(0))))
              .toList();
      for (Endpoint endpoint : used) {
        assertTrue(
            served().get(endpoint) > requireNonNull(before.get(endpoint)),
            () ->
                algorithm
                    + ": "
                    + endpoint
                    + " gets nothing any more: "
                    + scene.balancer.statistics());
      }
      assertEquals(callers.size(), over);
      assertEquals(List.of(), witness.misfits);
      assertTrue(witness.isQueueOver, "the last report says that requests wait");
      inFlight.forEach((endpoint, count) -> assertEquals(0, count, endpoint.toString()));
    }

    private Map<Endpoint, Long> served() {
      Map<Endpoint, Long> served = new HashMap<>();
      for (EndpointStatistics statistics : scene.balancer.statistics()) {
        served.put(statistics.endpoint(), statistics.succeeded());
      }
      return served;
    }

    private Pod anyPod() {
      return requireNonNull(pods.get(endpoint(random.nextInt(PODS))));
    }

    private <T> T any(T[] values) {
      return values[random.nextInt(values.length)];
    }

    private List<Endpoint> somePods() {
      return pods.keySet().stream().filter(endpoint -> random.nextInt(4) > 0).toList();
    }

    private void publish(List<Endpoint> endpoints) {
      published = endpoints;
      scene.balancer.setEndpoints(endpoints);
      history.append(endpoints.size()).append(" endpoints\n");
    }

    private RequestContext mayHaveKey() {
      RequestContext context = RequestContext.empty();
      return random.nextBoolean() ? context.withAffinityKey("key" + random.nextInt(20)) : context;
    }

    private void call(RequestContext context, Duration deadline) {
      boolean[] isOver = new boolean[1];
      Caller caller =
          new Caller(
              scene.balancer,
              time,
              endpoint -> requireNonNull(pods.get(endpoint)),
              new Caller.Observer() {
                @Override
                public void begun(Endpoint endpoint) {
                  assertTrue(published.contains(endpoint), () -> endpoint + " was removed");
                  inFlight.merge(endpoint, 1, Integer::sum);
                  history.append(endpoint).append('\n');
                }

                @Override
                public void ended(Endpoint endpoint) {
                  inFlight.merge(endpoint, -1, Integer::sum);
                }

                @Override
                public void over(boolean success) {
                  assertFalse(isOver[0], "a request has ended twice");
                  isOver[0] = true;
                  over++;
                  if (success) {
                    succeeded++;
                  }
                  history.append(success ? "succeeded\n" : "failed\n");
                }
              },
              context,
              random.nextInt(0, 3));
      callers.add(caller);
      caller.start(deadline);
    }

    private void check() {
      Map<Endpoint, Integer> known = new HashMap<>();
      int ejected = 0;
      for (EndpointStatistics statistics : scene.balancer.statistics()) {
        known.merge(statistics.endpoint(), statistics.inFlight(), Integer::sum);
        assertTrue(statistics.inFlight() <= limit, () -> "above the limit: " + statistics);
        ejected += statistics.isEjected() ? 1 : 0;
      }
      int mostEjected =
          Math.min(
              Math.max(1, published.size() * maxEjectionPercent / 100),
              Math.max(0, published.size() - 1));
      assertTrue(ejected <= mostEjected, ejected + " of " + published.size() + " are ejected");
      inFlight.forEach(
          (endpoint, count) ->
              assertEquals(count, known.getOrDefault(endpoint, 0), endpoint.toString()));
    }
  }
}
