/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.balancer;

import io.github.evenkeel.OutlierDetection;
import io.github.evenkeel.Scheduler;
import io.github.evenkeel.internal.health.Ejections;
import io.github.evenkeel.internal.host.Host;
import io.github.evenkeel.internal.host.OutcomeObserver;
import io.github.evenkeel.internal.limit.HalfOpenLimit;
import io.github.evenkeel.internal.limit.HostLimit;
import io.github.evenkeel.observe.LoadBalancerListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Outlier detection at work in one load balancer: when hosts are looked at.
 *
 * <ul>
 *   <li>Writers: threads with requests ask for a check at once, or at the end of the interval, if
 *       nobody has. The scheduler makes it, under the load balancer's lock, which guards all else.
 *   <li>Readers: the same.
 *   <li>Invariant: whoever asks does so after writing what there is to see, and the check begins by
 *       taking the question back, so it sees that, or is made once more.
 *   <li>Why: requests never wait for the lock, and a load balancer without requests has nothing
 *       scheduled.
 * </ul>
 */
final class Health {
  private static final Logger logger = LoggerFactory.getLogger(Health.class);

  private final String service;
  private final Ejections ejections;
  private final Duration interval;
  private final LongSupplier nanoClock;
  private final Scheduler scheduler;
  private final Runnable check;

  private final AtomicBoolean isUrgent = new AtomicBoolean();
  private final AtomicBoolean isActive = new AtomicBoolean();
  private volatile boolean intervalIsOver;
  private Scheduler.Task nextEnd = () -> {};

  /**
   * Makes the outlier detection of a load balancer.
   *
   * @param listener is told of each change, under the lock
   * @param check calls {@link #check} under the lock
   */
  Health(
      Options options,
      OutlierDetection outlierDetection,
      LoadBalancerListener listener,
      Runnable check) {
    this.service = options.service();
    this.ejections = new Ejections(service, outlierDetection, listener, options.random());
    this.interval = outlierDetection.interval();
    this.nanoClock = options.nanoClock();
    this.scheduler = options.scheduler();
    this.check = check;
  }

  /** Returns what observes a new host. */
  OutcomeObserver newObserver() {
    return ejections.newObserver(this::urgent, this::active, nanoClock.getAsLong());
  }

  /** There is something to decide. */
  private void urgent() {
    ask(
        isUrgent,
        Duration.ZERO,
        () -> {
          isUrgent.set(false);
          check.run();
        });
  }

  /** There are requests, so hosts are compared when the interval is over. */
  private void active() {
    ask(
        isActive,
        interval,
        () -> {
          isActive.set(false);
          intervalIsOver = true;
          check.run();
        });
  }

  private void ask(AtomicBoolean isAsked, Duration delay, Runnable task) {
    if (!isAsked.get() && isAsked.compareAndSet(false, true)) {
      try {
        var unused = scheduler.schedule(delay, task);
      } catch (RuntimeException e) {
        // The request that notices has nothing to do with it.
        isAsked.set(false);
        logger.error("Outlier detection of service {} could not be scheduled", service, e);
      }
    }
  }

  /** A host was removed. */
  void forget(Host host, long now) {
    ejections.forget(host, now);
  }

  /** Ejects hosts and brings them back, as is due. */
  Ejections.Change check(List<Host> hosts, long now) {
    boolean isInterval = intervalIsOver;
    intervalIsOver = false;
    Ejections.Change change = ejections.check(hosts, isInterval, now);
    scheduleNextEnd(hosts, now);
    return change;
  }

  /**
   * Sees to it that the next ejection that ends is noticed. After each check, since a scheduler may
   * be early.
   */
  private void scheduleNextEnd(List<Host> hosts, long now) {
    nextEnd.cancel();
    ejections
        .untilNextEnd(hosts, now)
        .ifPresent(delay -> nextEnd = scheduler.schedule(delay, check));
  }

  /** Returns {@code limit}, as far as hosts that are half-open do not have another. */
  static HostLimit limit(List<Host> usable, HostLimit limit) {
    boolean someAreHalfOpen =
        usable.stream().anyMatch(host -> host.state() == Host.State.HALF_OPEN);
    return someAreHalfOpen ? new HalfOpenLimit(limit) : limit;
  }
}
