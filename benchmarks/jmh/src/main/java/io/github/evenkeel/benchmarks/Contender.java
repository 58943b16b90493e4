/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import static java.util.Objects.requireNonNull;

import io.github.evenkeel.Algorithm;
import io.github.evenkeel.Algorithms;
import io.github.evenkeel.Load;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All that is measured: the floor, Evenkeel's algorithms, and the peers'. */
@SuppressWarnings("ImmutableEnumChecker") // Algorithms are immutable, and factories hold nothing.
public enum Contender {
  /** What a balancer that keeps account of requests cannot do without. */
  FLOOR("floor", Discipline.NONE, Work.MEASURES, Recorded::nothing),
  /** The floor, when the processor does not foresee which endpoint is next. */
  FLOOR_AT_RANDOM(
      "floor, endpoints at random", Discipline.NONE, Work.MEASURES, Recorded::nothingAtRandom),
  /** The floor at random, with leases that any thread may end, and one does. */
  FLOOR_ENDING_ONCE(
      "floor, at random, leases end once",
      Discipline.NONE,
      Work.MEASURES,
      Recorded::nothingEndingOnce),
  /** The floor, when the request's key tells the endpoint. */
  FLOOR_BY_KEY("floor, endpoints by a key", Discipline.NONE, Work.MEASURES, Recorded::nothingByKey),

  /** Evenkeel. */
  RANDOM(Discipline.RANDOM, Algorithms.random()),
  /** Evenkeel. */
  WEIGHTED_RANDOM(Discipline.WEIGHTED_RANDOM, Algorithms.random()),
  /** Evenkeel. */
  ROUND_ROBIN(Discipline.ROUND_ROBIN, Algorithms.roundRobin()),
  /** Evenkeel. */
  WEIGHTED_ROUND_ROBIN(Discipline.WEIGHTED_ROUND_ROBIN, Algorithms.roundRobin()),
  /** Evenkeel. */
  LEAST_REQUEST(Discipline.LEAST_REQUEST, Algorithms.leastRequest()),
  /** Evenkeel. */
  POWER_OF_TWO_CHOICES(Discipline.TWO_CHOICES, Algorithms.powerOfTwoChoices()),
  /** Evenkeel. */
  WEIGHTED_TWO_CHOICES(Discipline.WEIGHTED_TWO_CHOICES, Algorithms.powerOfTwoChoices()),
  /** Evenkeel. */
  LEAST_PEAK_EWMA(Discipline.PEAK_EWMA, Algorithms.leastLoaded(Load.peakEwma())),
  /** Evenkeel. */
  PEAK_EWMA(Discipline.PEAK_EWMA_TWO_CHOICES, Algorithms.peakEwma()),
  /** Evenkeel. */
  RING_HASH(Discipline.RING_HASH, Algorithms.ringHash()),
  /** Evenkeel. */
  MAGLEV(Discipline.MAGLEV, Algorithms.maglev()),
  /** Evenkeel. */
  RENDEZVOUS(Discipline.RENDEZVOUS, Algorithms.rendezvous()),
  /** Evenkeel. */
  BOUNDED_RING_HASH(Discipline.BOUNDED_LOADS, Algorithms.ringHash().boundedLoads(1.25)),
  /** Evenkeel. */
  BOUNDED_MAGLEV(Discipline.BOUNDED_LOADS, Algorithms.maglev().boundedLoads(1.25)),
  /** Evenkeel. */
  BOUNDED_RENDEZVOUS(Discipline.BOUNDED_RENDEZVOUS, Algorithms.rendezvous().boundedLoads(1.25)),
  /** Evenkeel. */
  STICKY(Discipline.STICKY, Algorithms.sticky()),

  /** gRPC. */
  GRPC_ROUND_ROBIN(
      "gRPC `round_robin`", Discipline.ROUND_ROBIN, Work.PICKS, GrpcBalancer::roundRobin),
  /** gRPC. */
  GRPC_LEAST_REQUEST(
      "gRPC `least_request`", Discipline.TWO_CHOICES, Work.COUNTS, GrpcBalancer::leastRequest),
  /** gRPC. */
  GRPC_RING_HASH("gRPC `ring_hash`", Discipline.RING_HASH, Work.PICKS, GrpcBalancer::ringHash),

  /** Finagle. */
  FINAGLE_P2C("Finagle `p2c`", Discipline.TWO_CHOICES, Work.COUNTS, FinagleBalancer::p2c),
  /** Finagle. */
  FINAGLE_P2C_PEAK_EWMA(
      "Finagle `p2cPeakEwma`",
      Discipline.PEAK_EWMA_TWO_CHOICES,
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
      Discipline.WEIGHTED_ROUND_ROBIN,
      Work.PICKS,
      ArmeriaBalancer::weightedRoundRobin),
  /** Armeria. */
  ARMERIA_STICKY("Armeria `sticky`", Discipline.JUMP_HASH, Work.PICKS, ArmeriaBalancer::sticky),

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
      Discipline.PEAK_EWMA_TWO_CHOICES,
      Work.MEASURES,
      ServiceTalkBalancer::p2c),
  /** ServiceTalk. */
  SERVICETALK_ROUND_ROBIN(
      "ServiceTalk `roundRobin`",
      Discipline.ROUND_ROBIN,
      Work.MEASURES,
      ServiceTalkBalancer::roundRobin),

  /** Spring Cloud LoadBalancer. */
  SPRING_ROUND_ROBIN(
      "Spring `RoundRobinLoadBalancer`",
      Discipline.ROUND_ROBIN,
      Work.PICKS,
      SpringBalancer::roundRobin),
  /** Spring Cloud LoadBalancer. */
  SPRING_RANDOM(
      "Spring `RandomLoadBalancer`", Discipline.RANDOM, Work.PICKS, SpringBalancer::random),

  /** Dialogue. */
  DIALOGUE_BALANCED(
      "Dialogue `BALANCED`", Discipline.LEAST_REQUEST, Work.COUNTS, DialogueBalancer::new);

  private final String label;
  private final Discipline discipline;
  private final Work work;
  private final Factory factory;

  /** Null if it is not Evenkeel's. */
  private final @Nullable Algorithm algorithm;

  /** One of Evenkeel's algorithms. */
  Contender(Discipline discipline, Algorithm algorithm) {
    this(
        "**Evenkeel `" + algorithm + "`**" + (discipline.weighted() ? ", weighted" : ""),
        discipline,
        Work.MEASURES,
        scene -> new EvenkeelBalancer(algorithm, scene),
        algorithm);
  }

  /** A peer, or a floor. */
  Contender(String label, Discipline discipline, Work work, Factory factory) {
    this(label, discipline, work, factory, null);
  }

  Contender(
      String label,
      Discipline discipline,
      Work work,
      Factory factory,
      @Nullable Algorithm algorithm) {
    this.label = label;
    this.discipline = discipline;
    this.work = work;
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

  boolean isOurs() {
    return algorithm != null;
  }

  boolean isPeer() {
    return algorithm == null && discipline != Discipline.NONE;
  }

  /** The algorithm, of one that is Evenkeel's. */
  Algorithm algorithm() {
    return requireNonNull(algorithm, label);
  }

  /** The label where only Evenkeel's are spoken of. */
  String algorithmLabel() {
    return (discipline.weighted() ? "weighted " : "") + "`" + algorithm() + "`";
  }

  Scene scene(int endpoints) {
    return new Scene(endpoints, discipline.weighted(), discipline.keyed());
  }

  Balancer balancerOver(Scene scene) throws Exception {
    return factory.over(scene);
  }

  @FunctionalInterface
  private interface Factory {
    Balancer over(Scene scene) throws Exception;
  }
}
