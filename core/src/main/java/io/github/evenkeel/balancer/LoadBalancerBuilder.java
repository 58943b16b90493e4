/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.balancer;

import io.github.evenkeel.Algorithm;
import io.github.evenkeel.Algorithms;
import io.github.evenkeel.ConcurrencyLimit;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointAttachment;
import io.github.evenkeel.HealthCheck;
import io.github.evenkeel.HealthProbe;
import io.github.evenkeel.LoadBalancer;
import io.github.evenkeel.Locality;
import io.github.evenkeel.OutlierDetection;
import io.github.evenkeel.RequestContext;
import io.github.evenkeel.RequestQueue;
import io.github.evenkeel.Scheduler;
import io.github.evenkeel.SlowStart;
import io.github.evenkeel.Subsets;
import io.github.evenkeel.TcpProbe;
import io.github.evenkeel.internal.host.Capacity;
import io.github.evenkeel.internal.limit.AdaptiveCapacity;
import io.github.evenkeel.internal.limit.LabelCapacity;
import io.github.evenkeel.internal.option.Check;
import io.github.evenkeel.observe.LoadBalancerListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Builds a {@link LoadBalancer}. For one thread. */
public final class LoadBalancerBuilder {
  private static final Duration LONGEST_BACK_OFF = Duration.ofHours(1);

  private final String service;
  private Algorithm algorithm = Algorithms.adaptiveStride();
  private @Nullable SlowStart slowStart;
  private @Nullable OutlierDetection outlierDetection;
  private Options.@Nullable Checking checking;
  private final List<LoadBalancerListener> listeners = new ArrayList<>();
  private @Nullable Function<Endpoint, ? extends EndpointAttachment> attachments;
  private Subsets subsets = Subsets.defaults();
  private @Nullable Locality locality;
  private @Nullable ConcurrencyLimit concurrencyLimit;
  private int maxRequests = Integer.MAX_VALUE;
  private @Nullable RequestQueue queue;
  private Duration maxBackOff = Duration.ofSeconds(30);
  private LongSupplier nanoClock = System::nanoTime;
  private Scheduler scheduler = Scheduler.shared();
  private Supplier<? extends RandomGenerator> random = ThreadLocalRandom::current;

  /**
   * Makes a builder.
   *
   * @param service the service's name, for messages
   */
  public LoadBalancerBuilder(String service) {
    this.service = Check.notNull(service, "service", "the service's name, for messages");
  }

  /** How endpoints are chosen; {@link Algorithms#adaptiveStride()} by default. */
  public LoadBalancerBuilder algorithm(Algorithm algorithm) {
    this.algorithm = Check.notNull(algorithm, "algorithm", "one of Algorithms");
    return this;
  }

  /**
   * Lets new endpoints take up their share little by little; none by default. Not for algorithms by
   * which endpoints own keys, since each step of the weight would move keys.
   */
  public LoadBalancerBuilder slowStart(SlowStart slowStart) {
    this.slowStart = Check.notNull(slowStart, "slowStart", "a SlowStart; leave it out for none");
    return this;
  }

  /**
   * Ejects endpoints whose requests go worse than they should; off by default. What it decides is
   * logged, and told to {@linkplain #listener listeners}. An endpoint that is back begins in {@link
   * #slowStart slow start}, if there is one.
   */
  public LoadBalancerBuilder outlierDetection(OutlierDetection outlierDetection) {
    this.outlierDetection =
        Check.notNull(
            outlierDetection, "outlierDetection", "an OutlierDetection; leave it out for none");
    return this;
  }

  /**
   * Checks endpoints beside the requests, and leaves out those that fail; off by default. What it
   * finds is logged, and told to {@linkplain #listener listeners}. An endpoint that is back begins
   * in {@link #slowStart slow start}, if there is one. Checks do not count as requests.
   *
   * <p>With {@link #outlierDetection} as well, an endpoint takes requests if neither of the two
   * keeps it out: a check that passes does not end an ejection.
   *
   * @param healthCheck when to check, and what follows
   * @param probe makes a check, such as {@link TcpProbe}
   */
  public LoadBalancerBuilder healthCheck(HealthCheck healthCheck, HealthProbe probe) {
    Check.notNull(healthCheck, "healthCheck", "a HealthCheck; leave it out for none");
    Check.notNull(probe, "probe of healthCheck", "a HealthProbe, such as a TcpProbe");
    this.checking = new Options.Checking(healthCheck, probe);
    return this;
  }

  /**
   * What subsets of the endpoints requests go to; by default to the one that a request {@linkplain
   * RequestContext#withSubset names}, else to any endpoint.
   */
  public LoadBalancerBuilder subsets(Subsets subsets) {
    this.subsets = Check.notNull(subsets, "subsets", "Subsets; leave it out for the defaults");
    return this;
  }

  /**
   * Where the caller runs, so that its requests go to endpoints near it as far as these can take
   * them; by default all endpoints are equally near.
   */
  public LoadBalancerBuilder locality(Locality locality) {
    this.locality =
        Check.notNull(
            locality, "locality", "a Locality such as Locality.zone(name); or leave it out");
    return this;
  }

  /** Adds a listener to what the load balancer decides; none by default. */
  public LoadBalancerBuilder listener(LoadBalancerListener listener) {
    listeners.add(Check.notNull(listener, "listener", "a LoadBalancerListener"));
    return this;
  }

  /**
   * How many requests each endpoint may have in flight; any number by default. A request that finds
   * all endpoints at their limit waits in the {@linkplain #queue queue} if it was begun by {@link
   * LoadBalancer#enqueueRequest}, and fails otherwise.
   */
  public LoadBalancerBuilder concurrencyLimit(ConcurrencyLimit concurrencyLimit) {
    this.concurrencyLimit =
        Check.notNull(
            concurrencyLimit, "concurrencyLimit", "a ConcurrencyLimit; leave it out for none");
    return this;
  }

  /**
   * How many requests all endpoints together may have in flight; any number by default. Envoy's
   * {@code max_requests}.
   *
   * @param maxRequests at least 1
   * @throws IllegalArgumentException if out of range
   */
  public LoadBalancerBuilder maxRequests(int maxRequests) {
    this.maxRequests = Check.atLeast(1, maxRequests, "maxRequests of service " + service);
    return this;
  }

  /**
   * Where requests wait that find no room; by default one with the defaults of {@link
   * RequestQueue#builder()} if there is a limit.
   */
  public LoadBalancerBuilder queue(RequestQueue queue) {
    this.queue =
        Check.notNull(queue, "queue", "a RequestQueue; RequestQueue.none() lets no request wait");
    return this;
  }

  private List<LoadBalancerListener> allListeners() {
    List<LoadBalancerListener> all = new ArrayList<>(List.of(new EventLog()));
    all.addAll(listeners);
    return List.copyOf(all);
  }

  /**
   * For how long an endpoint may {@linkplain LoadBalancer#backOff ask not to be used}; 30 s by
   * default.
   *
   * @param maxBackOff at most 1 hour; zero to go on using an endpoint that asks
   * @throws IllegalArgumentException if out of range
   */
  public LoadBalancerBuilder maxBackOff(Duration maxBackOff) {
    this.maxBackOff =
        Check.within(
            Duration.ZERO, LONGEST_BACK_OFF, maxBackOff, "maxBackOff of service " + service);
    return this;
  }

  /** Returns what makes the capacity of a host. */
  private Function<Endpoint, Capacity> capacities() {
    ConcurrencyLimit limit = concurrencyLimit;
    if (limit == null) {
      return endpoint -> Capacity.UNLIMITED;
    }
    if (limit instanceof ConcurrencyLimit.Fixed fixed) {
      return endpoint -> fixed::requests;
    }
    if (limit instanceof ConcurrencyLimit.FromLabel fromLabel) {
      return endpoint -> new LabelCapacity(fromLabel, endpoint);
    }
    return endpoint -> new AdaptiveCapacity((ConcurrencyLimit.Adaptive) limit);
  }

  /**
   * What the client keeps for each endpoint; nothing by default.
   *
   * @param attachments makes the attachment of an endpoint when the endpoint is added
   */
  public LoadBalancerBuilder attachments(
      Function<Endpoint, ? extends EndpointAttachment> attachments) {
    this.attachments = Check.notNull(attachments, "attachments", "a function of an endpoint");
    return this;
  }

  /**
   * The clock, in nanoseconds from any origin, never going back; {@link System#nanoTime} by
   * default. Simulations and tests set another.
   */
  public LoadBalancerBuilder nanoClock(LongSupplier nanoClock) {
    this.nanoClock = Check.notNull(nanoClock, "nanoClock", "a clock, such as System::nanoTime");
    return this;
  }

  /**
   * Runs what time triggers; by default on one daemon thread that all load balancers share. Must go
   * by the same time as the {@linkplain #nanoClock clock}.
   */
  public LoadBalancerBuilder scheduler(Scheduler scheduler) {
    this.scheduler = Check.notNull(scheduler, "scheduler", "a Scheduler");
    return this;
  }

  /**
   * The scheduler that load balancers have by default, for clients with tasks of their own: {@link
   * Scheduler#shared}.
   */
  public static Scheduler sharedScheduler() {
    return Scheduler.shared();
  }

  /**
   * Where randomness comes from, asked by each thread that needs some; {@link ThreadLocalRandom} by
   * default. Simulations and tests set a seeded one.
   */
  public LoadBalancerBuilder random(Supplier<? extends RandomGenerator> random) {
    this.random =
        Check.notNull(
            random, "random", "a source of generators, such as ThreadLocalRandom::current");
    return this;
  }

  /**
   * Returns a new load balancer, which has no endpoints yet.
   *
   * @throws IllegalArgumentException if the algorithm does not go together with slow start or with
   *     the queue, if it is none of {@link Algorithms}, or if there is a queue and no limit
   */
  public LoadBalancer build() {
    if (slowStart != null && Pickers.hashesKeys(algorithm)) {
      throw new IllegalArgumentException(
          "slowStart of service "
              + service
              + " must be used with an algorithm that does not hash keys, but was used with "
              + algorithm
              + ", which would move keys each time that a weight rises");
    }
    Options options =
        new Options(
            service,
            new Pickers(random).of(algorithm),
            slowStart,
            outlierDetection,
            checking,
            allListeners(),
            attachments,
            subsets,
            locality,
            new Pickers(random).leastLoaded(),
            capacities(),
            concurrencyLimit != null,
            maxRequests,
            queue == null ? RequestQueue.builder().build() : queue,
            maxBackOff,
            nanoClock,
            new FallbackScheduler(scheduler, Scheduler.shared()),
            random);
    if (queue != null && !options.hasLimits()) {
      throw new IllegalArgumentException(
          "queue of service "
              + service
              + " needs a limit to wait for, but there is none; set concurrencyLimit or"
              + " maxRequests, or leave the queue out");
    }
    if (options.queue().whenHomeIsFull() == RequestQueue.WhenHomeIsFull.WAIT
        && !algorithm.usesAffinityKeys()) {
      throw new IllegalArgumentException(
          "whenHomeIsFull of the queue of service "
              + service
              + " is WAIT, which needs an algorithm that uses affinity keys, but was used with "
              + algorithm
              + "; leave it out, or set an algorithm such as Algorithms.ringHash()");
    }
    return new DefaultLoadBalancer(options);
  }
}
