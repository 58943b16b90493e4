/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick;

import io.github.evenkeel.internal.host.HostObserver;
import io.github.evenkeel.internal.host.HostSet;
import io.github.evenkeel.internal.host.HostStats;
import io.github.evenkeel.internal.host.ResponseTimes;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Hosts take turns in virtual time, which advances by about 1 for each round of as many requests as
 * there are hosts. Each request costs its host a turn of 1/weight, so hosts get requests in
 * proportion to their weights, evenly spaced. A {@link TurnRule} adds what the load of a host
 * counts and makes the turns of sick hosts longer. Stride scheduling (Waldspurger and Weihl, 1995)
 * with the virtual time of start-time fair queueing (Goyal, Vin and Cheng, 1996).
 *
 * <p>A pick looks for the lowest score in one array. Scores change only when a request begins or
 * ends on their host, and once a round.
 *
 * <ul>
 *   <li>Writers: threads that begin a request count it, and one of them refreshes all scores once a
 *       round. The control path replaces the turns.
 *   <li>Readers: threads that begin a request.
 *   <li>Invariant: after about as many picks as there are hosts, all scores are refreshed.
 *   <li>Why: a count that is a few picks off does no harm. All else that threads share is in {@link
 *       Rounds} and in each {@link Turn}.
 * </ul>
 */
public final class StrideScheduling implements PickerFactory {
  /** Two turns: more than a response moves the next one, and little to catch up on. */
  private static final double MOST_BEHIND = 2;

  /**
   * More if some host is this much heavier than the average: while it has requests in flight and
   * light hosts are idle, it must wait for its turns, and is owed them.
   */
  private static final double HEAVY = 1.5;

  private static final double MOST_BEHIND_IF_HEAVY = 20;

  /** The turns of hosts that weigh next to nothing are no longer than this, for precision. */
  private static final double LONGEST_STRIDE = 1 << 20;

  private final TurnRule rule;
  private final Supplier<? extends RandomGenerator> random;
  private final Rounds rounds = new Rounds();
  private final AtomicInteger picksInRound = new AtomicInteger();
  private volatile Turn[] turns = {};

  private StrideScheduling(TurnRule rule, Supplier<? extends RandomGenerator> random) {
    this.rule = rule;
    this.random = random;
  }

  /** By turns alone. */
  public static StrideScheduling roundRobin(Supplier<? extends RandomGenerator> random) {
    return new StrideScheduling(TurnRule.ROUND_ROBIN, random);
  }

  /** By requests in flight, then by turns. */
  public static StrideScheduling leastRequest(Supplier<? extends RandomGenerator> random) {
    return new StrideScheduling(TurnRule.LEAST_REQUEST, random);
  }

  /** By requests in flight, then by turns, with longer turns for slow hosts. */
  public static StrideScheduling adaptive(Supplier<? extends RandomGenerator> random) {
    return new StrideScheduling(TurnRule.ADAPTIVE, random);
  }

  @Override
  public ResponseTimes newResponseTimes() {
    return rule == TurnRule.ADAPTIVE ? new RelativeResponseTime(rounds) : ResponseTimes.NONE;
  }

  @Override
  public HostObserver newObserver(HostStats stats) {
    return new Turn(rounds, rule, stats, this::countPick);
  }

  @Override
  public HostPicker pickerFor(HostSet all, long now) {
    Turn[] next = new Turn[all.size()];
    Arrays.setAll(next, i -> (Turn) all.host(i).observer());
    catchUp(turns);
    double[] scores = new double[next.length];
    double[] strides = new double[next.length];
    Arrays.setAll(strides, i -> Math.min(1 / all.weight(i), LONGEST_STRIDE));
    double shortest = Arrays.stream(strides).min().orElseThrow();
    rounds.setLimits(shortest, 1 / shortest >= HEAVY ? MOST_BEHIND_IF_HEAVY : MOST_BEHIND);
    long joining = Arrays.stream(next).filter(turn -> !turn.hasPlace()).count();
    double load =
        Arrays.stream(next).filter(Turn::hasPlace).mapToDouble(Turn::arrival).average().orElse(0);
    // Hosts that join together have their turns spread out, or several would come in a row. They
    // begin at random, or clients that start together would send to the same hosts at once.
    double phase = random.get().nextDouble();
    for (int i = 0; i < next.length; i++) {
      if (!next[i].hasPlace()) {
        phase = (phase + 1.0 / joining) % 1;
      }
      next[i].moveTo(scores, i, strides[i], load - phase * strides[i], now);
    }
    leaveUnlessIn(scores);
    turns = next;
    return (candidates, request, time) ->
        candidates == all ? lowest(scores) : lowest(scores, candidates);
  }

  private static int lowest(double[] scores) {
    int best = 0;
    double lowest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] < lowest) {
        lowest = scores[i];
        best = i;
      }
    }
    return best;
  }

  private static int lowest(double[] scores, HostSet candidates) {
    int best = 0;
    double lowest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < candidates.size(); i++) {
      double score = scores[candidates.origin(i)];
      if (score < lowest) {
        lowest = score;
        best = i;
      }
    }
    return best;
  }

  /** Hosts take no turns until there is another picker. */
  void pause() {
    leaveUnlessIn(new double[0]);
    turns = new Turn[0];
  }

  /** Hosts that have no score here are no longer among those that take turns. */
  private void leaveUnlessIn(double[] scores) {
    for (Turn turn : turns) {
      if (!turn.isIn(scores)) {
        turn.leave();
      }
    }
  }

  /** Once a round, scores follow what has changed for all hosts: time and the reference. */
  private void countPick(long now) {
    Turn[] all = turns;
    // Not only if equal: there may be fewer hosts than before.
    if (picksInRound.incrementAndGet() >= all.length) {
      picksInRound.set(0);
      refresh(all, now);
    }
  }

  private void refresh(Turn[] all, long now) {
    catchUp(all);
    compare(all, now);
    double least = Double.POSITIVE_INFINITY;
    for (Turn turn : all) {
      least = Math.min(least, turn.ownStretch(now));
    }
    rounds.setLeastStretch(least);
    double load = leastLoad(all);
    for (Turn turn : all) {
      turn.joinWithin(load);
      turn.recover(now);
      turn.update(now);
    }
  }

  /** The load of the least loaded host, beside which those that join have to wait no longer. */
  private static double leastLoad(Turn[] all) {
    double least = Double.POSITIVE_INFINITY;
    for (Turn turn : all) {
      if (!turn.isJoining()) {
        least = Math.min(least, turn.arrival());
      }
    }
    return Double.isInfinite(least) ? 0 : least;
  }

  /** Where turns are long because all hosts are sick, virtual time must not stay behind. */
  private void catchUp(Turn[] all) {
    double earliest = Double.POSITIVE_INFINITY;
    for (Turn turn : all) {
      earliest = Math.min(earliest, turn.end());
    }
    if (all.length > 0) {
      rounds.catchUp(earliest);
    }
  }

  /** Hosts that fail are left out: their response times tell nothing. */
  private void compare(Turn[] all, long now) {
    double[] last = new double[all.length];
    double[] relative = new double[all.length];
    int size = 0;
    for (Turn turn : all) {
      HostStats stats = turn.stats();
      if (stats.lastResponseTime() > 0 && !turn.isFailing(now)) {
        last[size] = stats.lastResponseTime();
        // A host that has responded only before anything was typical counts as typical.
        double known = stats.responseTime(now);
        relative[size++] = known == 0 ? 1 : known;
      }
    }
    if (size > 0) {
      rounds.compared(lowerMedian(last, size), lowerMedian(relative, size));
    }
  }

  private static double lowerMedian(double[] values, int size) {
    Arrays.sort(values, 0, size);
    return values[(size - 1) / 2];
  }
}
