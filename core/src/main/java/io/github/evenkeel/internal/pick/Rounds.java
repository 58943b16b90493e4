/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick;

import com.google.common.util.concurrent.AtomicDouble;
import java.time.Duration;

/**
 * What the turns of all hosts have in common.
 *
 * <ul>
 *   <li>Writers: threads that begin a request advance virtual time, and one of them compares all
 *       hosts once a round. The control path sets the limits.
 *   <li>Readers: threads that begin or end a request.
 *   <li>Invariant: virtual time never goes back.
 *   <li>Why: each value is atomic on its own; a value that is a request old shifts a turn and does
 *       not add up.
 * </ul>
 */
final class Rounds {
  /** A host that takes this much longer than the reference is as healthy as any. */
  private static final double TOLERATED = 1.7;

  /** And so is one that takes so little longer. */
  private static final double TOLERATED_NANOS = Duration.ofMillis(1).toNanos();

  private final AtomicDouble virtualTime = new AtomicDouble();
  private volatile double typical;
  private volatile double reference = 1;
  private volatile double tolerated = TOLERATED;
  private volatile double leastStretch = 1;
  private volatile double shortestStride = 1;
  private volatile double mostBehind = 1;

  /** When the last turn began. Advances by about 1 a round. */
  double virtualTime() {
    return virtualTime.get();
  }

  /**
   * A turn begins. Virtual time advances by one turn of a healthy host at most: if it followed a
   * sick host, whose turns are long, it would forgive that host the turns that the others have not
   * had.
   *
   * @param stride how long a turn of the host would be if the host were healthy
   */
  void advanceTo(double start, double stride) {
    double now = virtualTime.get();
    double next = Math.min(start, now + stride);
    if (next > now) {
      virtualTime.accumulateAndGet(next, Math::max);
    }
  }

  /** No host's last turn ended before {@code end}, so virtual time is not earlier. */
  void catchUp(double end) {
    virtualTime.accumulateAndGet(end, Math::max);
  }

  /** The lower median of the hosts' last response times, in nanoseconds; 0 if none is known. */
  double typical() {
    return typical;
  }

  /** The lower median of the hosts' {@linkplain RelativeResponseTime relative response times}. */
  double reference() {
    return reference;
  }

  /** The relative response time above which a host is slow. */
  double tolerated() {
    return tolerated;
  }

  /** The hosts were compared. */
  void compared(double typical, double reference) {
    this.typical = typical;
    this.reference = reference;
    this.tolerated = Math.max(TOLERATED * reference, reference + TOLERATED_NANOS / typical);
  }

  /**
   * How much longer the turns of the healthiest host are than those of a healthy one. The turns of
   * others compare with these: where all hosts are sick, they take ordinary turns.
   */
  double leastStretch() {
    return leastStretch;
  }

  void setLeastStretch(double stretch) {
    leastStretch = stretch;
  }

  /** How long a turn of the heaviest host is. */
  double shortestStride() {
    return shortestStride;
  }

  /** How far a host may fall behind: it catches up on so much, and no more. */
  double mostBehind() {
    return mostBehind;
  }

  void setLimits(double shortestStride, double mostBehind) {
    this.shortestStride = shortestStride;
    this.mostBehind = mostBehind;
  }
}
