/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick;

import com.google.common.util.concurrent.AtomicDouble;
import io.github.evenkeel.internal.host.HostObserver;
import io.github.evenkeel.internal.host.HostStats;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * When it is a host's turn, in the virtual time of a {@link StrideScheduling}.
 *
 * <ul>
 *   <li>Writers: threads that begin or end a request on the host; the control path moves it to
 *       another place.
 *   <li>Readers: every thread that picks reads the score.
 *   <li>Invariant: after the last change, the score in its place is that of the present statistics.
 *   <li>Why: whoever changes the statistics writes the score afterwards, and writes it again if
 *       they have changed meanwhile. So of several writers, the last one sees everything.
 * </ul>
 */
final class Turn implements HostObserver {
  private static final VarHandle SCORES = MethodHandles.arrayElementVarHandle(double[].class);

  private final Rounds rounds;
  private final TurnRule rule;
  private final HostStats stats;
  private final LongConsumer picks;

  /** When the host's last turn ended, in virtual time. */
  private final AtomicDouble end = new AtomicDouble();

  /** How much longer than that of a healthy host the last turn was. */
  private volatile double lastStretch = 1;

  /** Whether the next turn is still later because of the load of others when the host joined. */
  private volatile boolean joining;

  /** By how many turns the last response moves the next turn. */
  private volatile double offset;

  /** Null while the host takes no turns. */
  private volatile @Nullable Place place;

  /**
   * Makes the turn of a host that takes no turns yet.
   *
   * @param picks is told when the host has got a request
   */
  Turn(Rounds rounds, TurnRule rule, HostStats stats, LongConsumer picks) {
    this.rounds = rounds;
    this.rule = rule;
    this.stats = stats;
    this.picks = picks;
  }

  /** Where the score is written, and how long a turn of a healthy host is: 1/weight. */
  private static final class Place {
    final double[] scores;
    final int index;
    final double stride;

    Place(double[] scores, int index, double stride) {
      this.scores = scores;
      this.index = index;
      this.stride = stride;
    }
  }

  HostStats stats() {
    return stats;
  }

  /** When the last turn ended. */
  double end() {
    return end.get();
  }

  /**
   * Moves the score to another place. If the weight has changed, the time until the next turn
   * changes with it.
   *
   * @param delay how much later than that of a host without requests the first turn of a host that
   *     joins is. If it were the first for each of many clients, or were without load while all
   *     others have some, all would send to it at once (trap 32).
   */
  void moveTo(double[] scores, int index, double stride, double delay, long now) {
    Place before = place;
    double virtualTime = rounds.virtualTime();
    if (before == null) {
      // The hosts that take turns have theirs within the next round.
      end.set(virtualTime + 1 + delay);
      lastStretch = 1;
      joining = true;
    } else if (before.stride != stride) {
      end.set(virtualTime + (end.get() - virtualTime) * stride / before.stride);
    }
    place = new Place(scores, index, stride);
    update(now);
  }

  /** How much later the first turn of a host that joins is because of the load of this one. */
  double arrival() {
    Place here = place;
    int waiting = Math.max(stats.inFlight() - stats.streaming(), 0);
    return here == null ? 0 : rule.arrival(waiting) * here.stride;
  }

  /** Whether the next turn is still later because of the load of others when the host joined. */
  boolean isJoining() {
    return joining;
  }

  /**
   * A host that has joined is no later than one that joins now: the load that the others had when
   * it joined may be gone.
   *
   * @param delay as when it joined
   */
  void joinWithin(double delay) {
    if (joining) {
      double soonest = rounds.virtualTime() + 1;
      joining = end.accumulateAndGet(soonest + delay, Math::min) > soonest;
    }
  }

  private double load(double stride, int inFlight, int streaming) {
    return rule.load(Math.max(inFlight - streaming, 0), streaming) * stride;
  }

  boolean hasPlace() {
    return place != null;
  }

  boolean isIn(double[] scores) {
    Place here = place;
    return here != null && here.scores == scores;
  }

  /** The host takes no turns from now on. */
  void leave() {
    place = null;
  }

  @Override
  public void begun(long now) {
    Place here = place;
    if (here == null) {
      return;
    }
    // The turns before count by what they would be now, or a short one after long ones would hide
    // that those were long, and a host that recovers would wait them out.
    double stretch = stretch(now);
    recover(here.stride, stretch);
    double length = stretch * here.stride;
    double last;
    double next;
    do {
      last = end.get();
      next = nextEnd(last, length, here.stride);
    } while (!end.compareAndSet(last, next));
    lastStretch = stretch;
    rounds.advanceTo(next - length, here.stride);
    update(now);
    picks.accept(now);
  }

  @Override
  public void responded(long now) {
    offset = rule.offset(stats.lastResponseTime(), rounds.typical());
    update(now);
  }

  @Override
  public void ended(long now) {
    responded(now);
  }

  /** Writes the score: the host with the lowest one is picked. */
  void update(long now) {
    for (Place here = place; here != null && !wrote(here, now); here = place) {
      // The statistics have changed meanwhile.
    }
  }

  /** Writes the score, and tells whether it still is that of the statistics afterwards. */
  private boolean wrote(Place here, long now) {
    double last = end.get();
    double moved = offset;
    int inFlight = stats.inFlight();
    int streaming = stats.streaming();
    double score = score(here.stride, last, moved, inFlight, streaming, now);
    SCORES.setVolatile(here.scores, here.index, score);
    return last == end.get()
        && moved == offset
        && inFlight == stats.inFlight()
        && streaming == stats.streaming()
        && here == place;
  }

  private double score(
      double stride, double last, double moved, int inFlight, int streaming, long now) {
    double length = stretch(now) * stride + moved * rounds.shortestStride();
    return nextEnd(last, length, stride) + load(stride, inFlight, streaming);
  }

  /** When the next turn ends, if it has this length. */
  private double nextEnd(double last, double length, double stride) {
    double mostBehind = rounds.mostBehind() + rule.delay(stats.streaming()) * stride;
    return Math.max(last + length, rounds.virtualTime() - mostBehind);
  }

  /** How much longer the turns are than those of a healthy host. */
  private double stretch(long now) {
    return Math.max(ownStretch(now) / rounds.leastStretch(), 1);
  }

  /** The same beside no other host. */
  double ownStretch(long now) {
    return rule.stretch(stats, rounds.tolerated(), now);
  }

  /** Whether most of the last requests failed, so that response times tell nothing. */
  boolean isFailing(long now) {
    return stats.failureShare(now) > 0.5;
  }

  /**
   * A host that has recovered since its last turn waits no longer for the next one than if its
   * turns had been as long as they are now.
   */
  void recover(long now) {
    Place here = place;
    if (here != null) {
      recover(here.stride, stretch(now));
    }
  }

  /**
   * Virtual time has followed the beginning of each turn, but by one of a healthy host at most. So
   * what the host is ahead by, beyond one such turn, is what its turns were longer by.
   */
  private void recover(double stride, double stretch) {
    double before = lastStretch;
    if (stretch >= before) {
      return;
    }
    double healthy = rounds.virtualTime() + stride;
    double last = end.get();
    double less = healthy + (last - healthy) * (stretch - 1) / (before - 1);
    if (last <= healthy || end.compareAndSet(last, less)) {
      lastStretch = stretch;
    }
  }
}
