/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.health;

import static java.util.Objects.requireNonNull;

import io.github.evenkeel.Outcome;
import io.github.evenkeel.OutlierDetection;
import io.github.evenkeel.internal.host.Host;
import io.github.evenkeel.internal.host.OutcomeObserver;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What outlier detection knows of one host.
 *
 * <ul>
 *   <li>Writers: threads whose request gets its response or ends write the counters and the trial.
 *       The control path writes all else, under its lock.
 *   <li>Readers: the same.
 *   <li>Invariant: each request is counted once by each detector: when its response begins as a
 *       failure, or else when it ends.
 *   <li>Why: were a response that begins well counted at once, a host whose responses all break off
 *       would never fail twice in a row. A caller that loses interest in a response that has begun
 *       well takes nothing from it.
 * </ul>
 */
final class HostMonitor implements OutcomeObserver {
  private final Map<Detector<?>, Counter> byDetector = new HashMap<>();
  private final Counter[] counters;
  private final Runnable active;
  final Trial trial;
  private final EjectionTime ejectionTime;
  private final Map<OutlierDetection.Detector, Long> skipped =
      new EnumMap<>(OutlierDetection.Detector.class);

  /** A request that began before says nothing about how the host is now. */
  private volatile long since;

  /**
   * How many requests from before it was half-open wait for their response. Too high by those that
   * ended just then, which only lets as many more be in flight.
   */
  private final AtomicInteger leftOver = new AtomicInteger();

  private long halfOpenSince;
  private boolean hasReturned;
  private long returnedAt;
  private long ejectedUntil;

  /**
   * Makes a monitor of a host without requests.
   *
   * @param urgent tells the control path that there is something to decide
   * @param active tells it that there are requests
   */
  HostMonitor(
      List<Detector<?>> detectors,
      EjectionTime ejectionTime,
      Runnable urgent,
      Runnable active,
      long now) {
    for (Detector<?> detector : detectors) {
      byDetector.put(detector, detector.newCounter(urgent, now));
    }
    this.counters = byDetector.values().toArray(Counter[]::new);
    this.trial = new Trial(urgent);
    this.ejectionTime = ejectionTime;
    this.active = active;
    this.since = now;
  }

  static HostMonitor of(Host host) {
    return (HostMonitor) host.outcomes();
  }

  /** Returns what a detector counts of the host. */
  @SuppressWarnings("unchecked") // The detector has made it.
  <C extends Counter> C counter(Detector<C> detector) {
    return (C) requireNonNull(byDetector.get(detector));
  }

  @Override
  public void responded(Outcome outcome, long nanos, long now) {
    countLeftOver(nanos, now);
    if (says(outcome, nanos, now)) {
      respond(outcome, nanos, now);
      if (outcome.isFailure()) {
        complete(outcome, now);
      }
    }
  }

  @Override
  public void ended(Outcome outcome, long nanos, long now) {
    countLeftOver(nanos, now);
    if (says(outcome, nanos, now)) {
      respond(outcome, nanos, now);
      complete(outcome, now);
    }
  }

  @Override
  public void endedResponded(boolean hasFailed, Outcome outcome, long nanos, long now) {
    if (hasFailed || isOld(nanos, now)) {
      return;
    }
    complete(outcome == Outcome.CANCELED ? Outcome.SUCCESS : outcome, now);
    if (outcome.isFailure()) {
      trial.record(outcome);
    }
  }

  private void countLeftOver(long nanos, long now) {
    if (isOld(nanos, now)) {
      leftOver.getAndDecrement();
    }
  }

  private boolean says(Outcome outcome, long nanos, long now) {
    return outcome != Outcome.CANCELED && !isOld(nanos, now);
  }

  private boolean isOld(long nanos, long now) {
    return now - nanos - since < 0;
  }

  private void respond(Outcome outcome, long nanos, long now) {
    active.run();
    for (Counter counter : counters) {
      counter.responded(outcome, nanos, now);
    }
    trial.record(outcome);
  }

  private void complete(Outcome outcome, long now) {
    active.run();
    for (Counter counter : counters) {
      counter.completed(outcome, now);
    }
  }

  /** From now on the host is ejected; returns for how long. */
  Duration eject(long now) {
    trial.end();
    Duration time = ejectionTime.next(hasReturned ? now - returnedAt : 0);
    hasReturned = false;
    ejectedUntil = now + time.toNanos();
    return time;
  }

  /** For how long the host is still ejected, in nanoseconds; 0 or less if that is over. */
  long ejectedFor(long now) {
    return ejectedUntil - now;
  }

  /**
   * The host is half-open from now on.
   *
   * @param waiting how many of its requests wait for their response
   */
  void halfOpen(int waiting, long now) {
    forgetRequests(now);
    halfOpenSince = now;
    leftOver.set(waiting);
    trial.begin();
  }

  /** For how long the host has been half-open, in nanoseconds. */
  long halfOpenFor(long now) {
    return now - halfOpenSince;
  }

  @Override
  public int leftOver() {
    return Math.max(leftOver.get(), 0);
  }

  /** The host takes its share of the requests from now on. */
  void back(long now) {
    trial.end();
    // What it was ejected for must not have it ejected again.
    clearCounters();
    hasReturned = true;
    returnedAt = now;
  }

  /** The requests until now do not count, neither those that have ended nor those in flight. */
  void forgetRequests(long now) {
    trial.end();
    since = now;
    clearCounters();
  }

  private void clearCounters() {
    for (Counter counter : counters) {
      counter.clear();
    }
  }

  /** Whether it is time to report again that the host is an outlier, but not ejected. */
  boolean reportsSkipped(OutlierDetection.Detector detector, Duration interval, long now) {
    Long last = skipped.get(detector);
    if (last != null && now - last < interval.toNanos()) {
      return false;
    }
    skipped.put(detector, now);
    return true;
  }
}
