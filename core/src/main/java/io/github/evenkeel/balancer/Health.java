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
import java.util.function.LongSupplier;

/**
 * Outlier detection at work in one load balancer: when hosts are looked at.
 *
 * <ul>
 *   <li>Writers: threads with requests ask for a check at once, or at the end of the interval. The
 *       scheduler makes it, under the load balancer's lock, which guards all else.
 *   <li>Readers: the same.
 *   <li>Invariant: that of {@link CoalescedTask}.
 *   <li>Why: requests never wait for the lock, and a load balancer without requests has nothing
 *       scheduled.
 * </ul>
 */
final class Health {
  private final Ejections ejections;
  private final LongSupplier nanoClock;
  private final Scheduler scheduler;
  private final Runnable check;

  /** There is something to decide. */
  private final CoalescedTask urgent;

  /** There are requests, so hosts are compared when the interval is over. */
  private final CoalescedTask comparison;

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
    String service = options.service();
    this.ejections = new Ejections(service, outlierDetection, listener, options.random());
    this.nanoClock = options.nanoClock();
    this.scheduler = options.scheduler();
    this.check = check;
    this.urgent = new CoalescedTask(Duration.ZERO, scheduler, check);
    this.comparison = new CoalescedTask(outlierDetection.interval(), scheduler, this::intervalOver);
  }

  /** Returns what observes a new host. */
  OutcomeObserver newObserver() {
    return ejections.newObserver(urgent::request, comparison::request, nanoClock.getAsLong());
  }

  private void intervalOver() {
    intervalIsOver = true;
    check.run();
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
