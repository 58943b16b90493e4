/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.balancer.LoadBalancerBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A load balancer over numbered endpoints, in virtual time and with repeatable chance. */
public final class Scene {
  public final VirtualTime time;
  public final LoadBalancer balancer;

  public Scene(Algorithm algorithm) {
    this(algorithm, 42);
  }

  public Scene(Algorithm algorithm, long seed) {
    this(algorithm, new VirtualTime(), new SplittableRandom(seed), builder -> builder);
  }

  public Scene(Algorithm algorithm, SlowStart slowStart) {
    this(algorithm, new VirtualTime(), builder -> builder.slowStart(slowStart));
  }

  public Scene(Algorithm algorithm, VirtualTime time) {
    this(algorithm, time, builder -> builder);
  }

  /** One whose load balancer has more options, such as slow start. */
  public Scene(Algorithm algorithm, VirtualTime time, UnaryOperator<LoadBalancerBuilder> options) {
    this(algorithm, time, new SplittableRandom(42), options);
  }

  private Scene(
      Algorithm algorithm,
      VirtualTime time,
      SplittableRandom random,
      UnaryOperator<LoadBalancerBuilder> options) {
    this(algorithm, time, () -> random, options);
  }

  public Scene(Algorithm algorithm, Supplier<? extends RandomGenerator> random) {
    this(algorithm, new VirtualTime(), random, builder -> builder);
  }

  /** One in which the next request that draws by chance does {@code meanwhile} before it picks. */
  public static Scene interrupted(
      Algorithm algorithm, AtomicReference<@Nullable Runnable> meanwhile) {
    SplittableRandom random = new SplittableRandom(42);
    return new Scene(
        algorithm,
        () -> {
          Runnable interruption = meanwhile.getAndSet(null);
          if (interruption != null) {
            interruption.run();
          }
          return random;
        });
  }

  private Scene(
      Algorithm algorithm,
      VirtualTime time,
      Supplier<? extends RandomGenerator> random,
      UnaryOperator<LoadBalancerBuilder> options) {
    this.time = time;
    balancer =
        options
            .apply(
                new LoadBalancerBuilder("orders")
                    .algorithm(algorithm)
                    .nanoClock(time)
                    .scheduler(time)
                    .random(random))
            .build();
  }

  /** Endpoint number {@code i}, from 0. */
  public static Endpoint endpoint(int i) {
    return Endpoint.builder("10.0." + i / 250 + "." + (i % 250 + 1), 8080).build();
  }

  public static Endpoint weighted(Endpoint endpoint, double weight) {
    return Endpoint.builder(endpoint.toString()).weight(weight).build();
  }

  public static List<Endpoint> endpoints(int count) {
    return IntStream.range(0, count).mapToObj(Scene::endpoint).toList();
  }

  /** As many endpoints as weights. */
  public static List<Endpoint> weightedEndpoints(double... weights) {
    return IntStream.range(0, weights.length)
        .mapToObj(i -> weighted(endpoint(i), weights[i]))
        .toList();
  }

  public Scene with(int count) {
    balancer.setEndpoints(endpoints(count));
    return this;
  }

  public Lease begin() {
    return begin(RequestContext.empty());
  }

  public Lease begin(RequestContext request) {
    try {
      return balancer.beginRequest(request);
    } catch (NoEndpointAvailableException | QueueFullException e) {
      throw new AssertionError(e);
    }
  }

  /** Begins requests until {@code busy} have landed on {@code endpoint}, and ends all others. */
  public List<Lease> load(Endpoint endpoint, int busy) {
    List<Lease> kept = new ArrayList<>();
    List<Lease> others = new ArrayList<>();
    while (kept.size() < busy) {
      assertTrue(others.size() < 10_000, "none of them landed on " + endpoint);
      Lease lease = begin();
      (lease.endpoint().equals(endpoint) ? kept : others).add(lease);
    }
    others.forEach(lease -> balancer.endRequest(lease, Outcome.CANCELED));
    return kept;
  }

  /** Sends requests one after the other, each of which succeeds, and tells who got how many. */
  public Map<Endpoint, Integer> sequential(int requests) {
    Map<Endpoint, Integer> counts = new LinkedHashMap<>();
    for (int i = 0; i < requests; i++) {
      Lease lease = begin();
      counts.merge(lease.endpoint(), 1, Integer::sum);
      balancer.endRequest(lease, Outcome.SUCCESS);
    }
    return counts;
  }

  /** The statistics of {@code endpoint}, in use or draining. */
  public EndpointStatistics statistics(Endpoint endpoint) {
    return balancer.statistics().stream()
        .filter(statistics -> statistics.endpoint().id().equals(endpoint.id()))
        .findFirst()
        .orElseThrow();
  }
}
