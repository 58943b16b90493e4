/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An endless round robin in which each host has turns in proportion to its weight, spread as evenly
 * as can be: a host's turns are 1/weight apart in virtual time, and whoever's turn is earliest is
 * next. Exact for any weights: one that weighs next to nothing has a turn when it is due, and the
 * others do not wait for it (trap 11).
 *
 * <p>Stride scheduling (Waldspurger and Weihl, 1995), which is earliest deadline first as Envoy
 * weighs its round robin. The schedule is computed in stretches. A pick takes the next place of the
 * present stretch; the one who finds it used up computes the next stretch from where this one
 * ended, and if several do, they compute the same. So nobody waits for anybody. Weights in simple
 * proportions, such as 1 to 2 to 3, need no second stretch: once each host has had as many turns as
 * it weighs, all begins again.
 */
final class StrideSchedule {
  private static final int SHORTEST = 64;

  /** Of a stretch that repeats itself, for each host. */
  private static final int LONGEST_CYCLE = 64;

  /** The simplest proportions that are looked for have the least weight at this or below. */
  private static final int MOST_PARTS = 12;

  /** How far from a whole number of parts a weight may be, as a share of it. */
  private static final double TOLERANCE = 1e-12;

  private static final AtomicReferenceFieldUpdater<StrideSchedule, Stretch> PRESENT =
      AtomicReferenceFieldUpdater.newUpdater(StrideSchedule.class, Stretch.class, "present");

  private final double[] weights;

  /** How many turns there are until all begins again; 0 if that takes too long. */
  private final int cycle;

  private volatile Stretch present;

  private StrideSchedule(double[] weights, double[] turns) {
    this.weights = weights;
    this.cycle = cycle(weights);
    this.present = new Stretch(turns);
  }

  private static int cycle(double[] weights) {
    double least = Arrays.stream(weights).min().orElseThrow();
    return IntStream.rangeClosed(1, MOST_PARTS)
        .map(parts -> cycle(weights, parts / least))
        .filter(turns -> turns > 0)
        .findFirst()
        .orElse(0);
  }

  /** The sum of the weights in parts, or 0 if they are not whole numbers of parts or too many. */
  private static int cycle(double[] weights, double partsPerWeight) {
    int longest = LONGEST_CYCLE * weights.length;
    double cycle = 0;
    for (double weight : weights) {
      double parts = weight * partsPerWeight;
      cycle += Math.rint(parts);
      if (cycle > longest || Math.abs(parts - Math.rint(parts)) > parts * TOLERANCE) {
        return 0;
      }
    }
    return (int) cycle;
  }

  /** Returns the index of the host whose turn it is. */
  int next() {
    while (true) {
      Stretch stretch = present;
      long place = stretch.used.getAndIncrement();
      if (cycle > 0) {
        return stretch.order[(int) (place % cycle)];
      }
      if (place < stretch.order.length) {
        return stretch.order[(int) place];
      }
      PRESENT.compareAndSet(this, stretch, new Stretch(stretch.turnsAtEnd));
    }
  }

  /** When each host's next turn is, as a share of the time between its turns: 0 to about 1. */
  private double[] phases() {
    Stretch stretch = present;
    double[] turns = stretch.turnsAtStart.clone();
    long taken = stretch.used.get();
    int used = (int) (cycle > 0 ? taken % cycle : Math.min(taken, stretch.order.length));
    for (int i = 0; i < used; i++) {
      turns[stretch.order[i]] += 1 / weights[stretch.order[i]];
    }
    double now = Arrays.stream(turns).min().orElseThrow();
    for (int i = 0; i < turns.length; i++) {
      turns[i] = (turns[i] - now) * weights[i];
    }
    return turns;
  }

  private final class Stretch {
    final double[] turnsAtStart;
    final double[] turnsAtEnd;
    final int[] order;
    final SharedCounter used = new SharedCounter(0);

    Stretch(double[] turnsAtStart) {
      // Virtual time begins anew with each stretch, lest it lose precision as it grows.
      double start = Arrays.stream(turnsAtStart).min().orElseThrow();
      this.turnsAtStart = Arrays.stream(turnsAtStart).map(turn -> turn - start).toArray();
      this.turnsAtEnd = this.turnsAtStart.clone();
      this.order = new int[cycle > 0 ? cycle : Math.max(turnsAtStart.length, SHORTEST)];
      int[] heap = new int[turnsAtEnd.length];
      for (int i = heap.length - 1; i >= 0; i--) {
        heap[i] = i;
      }
      for (int i = heap.length / 2 - 1; i >= 0; i--) {
        siftDown(heap, i);
      }
      for (int i = 0; i < order.length; i++) {
        int earliest = heap[0];
        order[i] = earliest;
        turnsAtEnd[earliest] += 1 / weights[earliest];
        siftDown(heap, 0);
      }
    }

    private void siftDown(int[] heap, int from) {
      int moved = heap[from];
      int at = from;
      while (2 * at + 1 < heap.length) {
        int child = 2 * at + 1;
        if (child + 1 < heap.length && isEarlier(heap[child + 1], heap[child])) {
          child++;
        }
        if (isEarlier(moved, heap[child])) {
          break;
        }
        heap[at] = heap[child];
        at = child;
      }
      heap[at] = moved;
    }

    private boolean isEarlier(int one, int other) {
      return turnsAtEnd[one] < turnsAtEnd[other]
          || (turnsAtEnd[one] == turnsAtEnd[other] && one < other);
    }
  }

  /** Carries the hosts' places in the cycle from one schedule to the next. For one thread. */
  static final class Carrier {
    private final Supplier<? extends RandomGenerator> random;
    private @Nullable StrideSchedule schedule;
    private @Nullable HostSet hosts;

    Carrier(Supplier<? extends RandomGenerator> random) {
      this.random = random;
    }

    /** Returns a schedule in which hosts that were there before go on where they were. */
    StrideSchedule scheduleOver(HostSet next) {
      Map<EndpointId, Double> phases = new HashMap<>();
      if (schedule != null && hosts != null) {
        double[] before = schedule.phases();
        for (int i = 0; i < before.length; i++) {
          phases.put(hosts.get(i).id(), before[i]);
        }
      }
      double[] weights = next.weights();
      double[] turns = new double[weights.length];
      for (int i = 0; i < turns.length; i++) {
        Double phase = phases.get(next.get(i).id());
        turns[i] = (phase == null ? random.get().nextDouble() : phase) / weights[i];
      }
      StrideSchedule made = new StrideSchedule(weights, turns);
      schedule = made;
      hosts = next;
      return made;
    }
  }
}
