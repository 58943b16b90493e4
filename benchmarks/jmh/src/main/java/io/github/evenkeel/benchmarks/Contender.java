/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import static java.util.Objects.requireNonNull;

import io.github.evenkeel.Algorithm;
import io.github.evenkeel.Algorithms;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All that is measured: the floor, Evenkeel's algorithms, and the peers'. */
@SuppressWarnings("ImmutableEnumChecker") // Algorithms are immutable, and factories hold nothing.
public enum Contender {
  /** What a balancer that keeps records of requests cannot do without. */
  FLOOR("floor", Discipline.NONE, Work.MEASURES, EnumSet.allOf(Scene.class), Recorded::floor),

  /** Evenkeel. */
  RANDOM(Discipline.RANDOM, Budget.CONSTANT, Algorithms.random()),
  /** Evenkeel. */
  ROUND_ROBIN(Discipline.ROUND_ROBIN, Budget.CONSTANT, Algorithms.roundRobin()),
  /** Evenkeel. */
  LEAST_REQUEST(Discipline.LEAST_REQUEST, Budget.NONE, Algorithms.leastRequest()),
  /** Evenkeel. */
  POWER_OF_TWO_CHOICES(Discipline.TWO_CHOICES, Budget.CONSTANT, Algorithms.powerOfTwoChoices()),
  /** Evenkeel's default. */
  DEFAULT(Discipline.LATENCY_AWARE, Budget.DEFAULT, Algorithms.adaptiveStride()),
  /** Evenkeel. */
  PEAK_EWMA(Discipline.LATENCY_AWARE, Budget.CONSTANT, Algorithms.peakEwma()),
  /** Evenkeel. */
  RING_HASH(Discipline.CONSISTENT_HASH, Budget.CONSTANT, Algorithms.ringHash()),
  /** Evenkeel. */
  MAGLEV(Discipline.CONSISTENT_HASH, Budget.CONSTANT, Algorithms.maglev()),
  /** Evenkeel. */
  RENDEZVOUS(Discipline.RENDEZVOUS, Budget.NONE, Algorithms.rendezvous()),
  /** Evenkeel. */
  BOUNDED_RING_HASH(
      Discipline.BOUNDED_LOADS, Budget.BOUNDED_LOADS, Algorithms.ringHash().boundedLoads(1.25)),
  /** Evenkeel. */
  BOUNDED_MAGLEV(
      Discipline.BOUNDED_LOADS, Budget.BOUNDED_LOADS, Algorithms.maglev().boundedLoads(1.25)),
  /** Evenkeel. */
  BOUNDED_RENDEZVOUS(
      Discipline.RENDEZVOUS, Budget.NONE, Algorithms.rendezvous().boundedLoads(1.25)),
  /** Evenkeel. */
  STICKY(Discipline.STICKY, Budget.CONSTANT, Algorithms.sticky()),

  /** gRPC. */
  GRPC_ROUND_ROBIN(
      "gRPC `round_robin`", Discipline.ROUND_ROBIN, Work.PICKS, GrpcBalancer::roundRobin),
  /** gRPC. */
  GRPC_LEAST_REQUEST(
      "gRPC `least_request`", Discipline.TWO_CHOICES, Work.COUNTS, GrpcBalancer::leastRequest),
  /** gRPC. */
  GRPC_RING_HASH(
      "gRPC `ring_hash`", Discipline.CONSISTENT_HASH, Work.PICKS, GrpcBalancer::ringHash),

  /** Finagle. */
  FINAGLE_P2C("Finagle `p2c`", Discipline.TWO_CHOICES, Work.COUNTS, FinagleBalancer::p2c),
  /** Finagle. */
  FINAGLE_P2C_PEAK_EWMA(
      "Finagle `p2cPeakEwma`",
      Discipline.LATENCY_AWARE,
      Work.MEASURES,
      FinagleBalancer::p2cPeakEwma),
  /** Finagle. */
  FINAGLE_HEAP("Finagle `heap`", Discipline.LEAST_REQUEST, Work.COUNTS, FinagleBalancer::heap),
  /** Finagle. */
  FINAGLE_ROUND_ROBIN(
      "Finagle `roundRobin`", Discipline.ROUND_ROBIN, Work.PICKS, FinagleBalancer::roundRobin),

  /** Armeria. */
  ARMERIA_ROUND_ROBIN(
      "Armeria `roundRobin`", Discipline.ROUND_ROBIN, Work.PICKS, ArmeriaBalancer::roundRobin),
  /** Armeria. */
  ARMERIA_WEIGHTED_ROUND_ROBIN(
      "Armeria `weightedRoundRobin`",
      Discipline.ROUND_ROBIN,
      Work.PICKS,
      EnumSet.of(Scene.NEARLY_EQUAL, Scene.UNEQUAL),
      ArmeriaBalancer::weightedRoundRobin),
  /** Armeria. */
  ARMERIA_RAMPING_UP(
      "Armeria `rampingUp`",
      Discipline.RANDOM,
      Work.PICKS,
      EnumSet.of(Scene.SLOW_START),
      ArmeriaBalancer::rampingUp),
  /** Armeria. */
  ARMERIA_STICKY(
      "Armeria `sticky`", Discipline.CONSISTENT_HASH, Work.PICKS, ArmeriaBalancer::sticky),

  /** Stork. */
  STORK_ROUND_ROBIN(
      "Stork `round-robin`", Discipline.ROUND_ROBIN, Work.PICKS, StorkBalancer::roundRobin),
  /** Stork. */
  STORK_LEAST_REQUESTS(
      "Stork `least-requests`",
      Discipline.LEAST_REQUEST,
      Work.MEASURES,
      StorkBalancer::leastRequests),
  /** Stork. */
  STORK_POWER_OF_TWO_CHOICES(
      "Stork `power-of-two-choices`",
      Discipline.TWO_CHOICES,
      Work.MEASURES,
      StorkBalancer::powerOfTwoChoices),

  /** ServiceTalk. */
  SERVICETALK_P2C(
      "ServiceTalk `p2c`",
      Discipline.LATENCY_AWARE,
      Work.MEASURES,
      EnumSet.of(Scene.EQUAL, Scene.FAILING),
      ServiceTalkBalancer::p2c),
  /** ServiceTalk. */
  SERVICETALK_ROUND_ROBIN(
      "ServiceTalk `roundRobin`",
      Discipline.ROUND_ROBIN,
      Work.MEASURES,
      EnumSet.of(Scene.EQUAL, Scene.FAILING),
      ServiceTalkBalancer::roundRobin),

  /** Spring Cloud LoadBalancer. */
  SPRING_ROUND_ROBIN(
      "Spring `RoundRobinLoadBalancer`",
      Discipline.ROUND_ROBIN,
      Work.PICKS,
      EnumSet.of(Scene.EQUAL, Scene.UNEQUAL),
      SpringBalancer::roundRobin),
  /** Spring Cloud LoadBalancer. */
  SPRING_RANDOM(
      "Spring `RandomLoadBalancer`", Discipline.RANDOM, Work.PICKS, SpringBalancer::random),

  /** Dialogue. */
  DIALOGUE_BALANCED(
      "Dialogue `BALANCED`",
      Discipline.LEAST_REQUEST,
      Work.COUNTS,
      EnumSet.of(Scene.EQUAL, Scene.FAILING),
      DialogueBalancer::new);

  private final String label;
  private final Discipline discipline;
  private final Work work;
  private final Budget budget;
  private final Set<Scene> scenes;
  private final Factory factory;

  /** Null if it is not Evenkeel's. */
  private final @Nullable Algorithm algorithm;

  /** One of Evenkeel's algorithms. */
  Contender(Discipline discipline, Budget budget, Algorithm algorithm) {
    this(
        "**Evenkeel `" + algorithm + "`**" + (budget == Budget.DEFAULT ? ", the default" : ""),
        discipline,
        Work.MEASURES,
        budget,
        discipline.scenes(),
        fleet -> new EvenkeelBalancer(algorithm, fleet),
        algorithm);
  }

  /** A peer that knows neither weights, nor slow start, nor failures. */
  Contender(String label, Discipline discipline, Work work, Factory factory) {
    this(label, discipline, work, EnumSet.of(Scene.EQUAL), factory);
  }

  /** A peer, or the floor. */
  Contender(String label, Discipline discipline, Work work, Set<Scene> scenes, Factory factory) {
    this(label, discipline, work, Budget.NONE, scenes, factory, null);
  }

  Contender(
      String label,
      Discipline discipline,
      Work work,
      Budget budget,
      Set<Scene> scenes,
      Factory factory,
      @Nullable Algorithm algorithm) {
    this.label = label;
    this.discipline = discipline;
    this.work = work;
    this.budget = budget;
    this.scenes = Collections.unmodifiableSet(EnumSet.copyOf(scenes));
    this.factory = factory;
    this.algorithm = algorithm;
  }

  static List<Contender> all(Predicate<Contender> wanted) {
    return Arrays.stream(values()).filter(wanted).toList();
  }

  String label() {
    return label;
  }

  Discipline discipline() {
    return discipline;
  }

  Work work() {
    return work;
  }

  Budget budget() {
    return budget;
  }

  /** The scenes that it is made for. */
  Set<Scene> scenes() {
    return scenes;
  }

  boolean isOurs() {
    return algorithm != null;
  }

  boolean isPeer() {
    return algorithm == null && this != FLOOR;
  }

  /** The algorithm, if it is Evenkeel's. */
  Algorithm algorithm() {
    return requireNonNull(algorithm, label);
  }

  Fleet fleet(int endpoints, Scene scene) {
    return new Fleet(endpoints, scene, discipline.keyed());
  }

  Balancer balancerOver(Fleet fleet) throws Exception {
    return factory.over(fleet);
  }

  @FunctionalInterface
  private interface Factory {
    Balancer over(Fleet fleet) throws Exception;
  }
}
