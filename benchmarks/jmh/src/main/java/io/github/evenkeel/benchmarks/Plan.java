/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What a run measures. The floor has forks in each batch of Evenkeel's algorithms. */
final class Plan {
  private static final List<Integer> SIZES = List.of(10, 100, 1000);

  /** The sizes at which goals compare with peers. */
  private static final List<Integer> PEER_SIZES = List.of(10, 100);

  private static final Set<Contender> OVERLAPPING =
      EnumSet.of(
          Contender.FLOOR,
          Contender.LEAST_REQUEST,
          Contender.POWER_OF_TWO_CHOICES,
          Contender.DEFAULT,
          Contender.PEAK_EWMA);

  private static final Set<Contender> UPDATED =
      EnumSet.of(
          Contender.DEFAULT,
          Contender.LEAST_REQUEST,
          Contender.ROUND_ROBIN,
          Contender.RING_HASH,
          Contender.MAGLEV);

  private final List<Batch> batches = new ArrayList<>();

  private Plan() {}

  /** All of the page. */
  static List<Batch> full() {
    Plan plan = new Plan();
    for (Scene scene : Scene.values()) {
      plan.ours(scene, SIZES, 1);
      plan.peers(scene, PEER_SIZES, 1);
    }
    for (Scene scene : Scene.values()) {
      plan.ours(scene, scene == Scene.EQUAL ? SIZES : List.of(100), 2);
      plan.peers(scene, PEER_SIZES, 2);
    }
    plan.asShipped();
    plan.overlapping();
    plan.updates(UPDATED, Scene.EQUAL);
    plan.updates(EnumSet.of(Contender.DEFAULT), Scene.UNEQUAL);
    return plan.batches;
  }

  /** Enough to see in a few minutes where each algorithm stands. */
  static List<Batch> quick() {
    Plan plan = new Plan();
    for (Scene scene : Scene.values()) {
      plan.ours(scene, List.of(100), 1);
    }
    for (Scene scene : EnumSet.of(Scene.EQUAL, Scene.UNEQUAL)) {
      plan.requests(
          EnumSet.of(Contender.FLOOR, Contender.DEFAULT)::contains, scene, List.of(10, 1000), 1);
    }
    plan.peers(Scene.EQUAL, List.of(100), 1);
    plan.ours(Scene.EQUAL, List.of(100), 2);
    plan.updates(EnumSet.of(Contender.DEFAULT), Scene.EQUAL);
    return plan.batches;
  }

  /** Evenkeel's algorithms, after the floor. */
  private void ours(Scene scene, List<Integer> sizes, int threads) {
    requests(it -> it.isOurs() || it == Contender.FLOOR, scene, sizes, threads);
  }

  private void peers(Scene scene, List<Integer> sizes, int threads) {
    requests(Contender::isPeer, scene, sizes, threads);
  }

  private void requests(
      Predicate<Contender> wanted, Scene scene, List<Integer> sizes, int threads) {
    add(RequestBenchmark.class, "sameWork", in(scene, wanted), scene, sizes, threads);
  }

  /** Each peer that lacks some records, in the first of its scenes. */
  private void asShipped() {
    Predicate<Contender> lacking = it -> it.isPeer() && it.work() != Work.MEASURES;
    for (Scene scene : Scene.values()) {
      add(
          RequestBenchmark.class,
          "asShipped",
          in(scene, lacking.and(it -> it.scenes().iterator().next() == scene)),
          scene,
          List.of(100),
          1);
    }
  }

  private void overlapping() {
    List<Contender> contenders = in(Scene.EQUAL, OVERLAPPING::contains);
    add(RequestBenchmark.class, "overlapping", contenders, Scene.EQUAL, List.of(100), 1);
  }

  private void updates(Set<Contender> contenders, Scene scene) {
    add(
        UpdateBenchmark.class,
        "changeOne",
        in(scene, contenders::contains),
        scene,
        List.of(5000),
        1);
  }

  private void add(
      Class<?> benchmark,
      String method,
      List<Contender> contenders,
      Scene scene,
      List<Integer> sizes,
      int threads) {
    if (!contenders.isEmpty()) {
      batches.add(new Batch(benchmark, method, contenders, scene, sizes, threads));
    }
  }

  private static List<Contender> in(Scene scene, Predicate<Contender> wanted) {
    return Contender.all(wanted.and(it -> it.scenes().contains(scene)));
  }
}
