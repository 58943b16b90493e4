/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.balancer;

import io.github.evenkeel.Scheduler;
import io.github.evenkeel.internal.limit.PendingRequests;
import io.github.evenkeel.observe.QueueEvent;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Sums up what happens in the queue, and reports it once a second for as long as anything does.
 *
 * <ul>
 *   <li>Writers: threads whose request waits, leaves or is refused; the scheduler, which reports.
 *   <li>Readers: the scheduler.
 *   <li>Invariant: what happens is in exactly one report.
 *   <li>Why: the sums are one immutable value, replaced by compare-and-set. Only requests that find
 *       no room pay for it.
 * </ul>
 */
final class QueueReport implements PendingRequests.Observer {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final String service;
  private final int maxPending;
  private final Consumer<QueueEvent> listener;
  private final CoalescedTask report;
  private final AtomicReference<Sums> sums = new AtomicReference<>(new Sums(0, 0, 0, 0, 0));

  private record Sums(
      int pending, int mostPending, long longestWaitNanos, int refused, int timedOut) {

    Sums waits(int pending) {
      return new Sums(pending, Math.max(pending, mostPending), longestWaitNanos, refused, timedOut);
    }

    Sums left(int pending, long nanos) {
      return new Sums(pending, mostPending, Math.max(nanos, longestWaitNanos), refused, timedOut);
    }

    Sums withRefused() {
      return new Sums(pending, mostPending, longestWaitNanos, refused + 1, timedOut);
    }

    Sums withTimedOut() {
      return new Sums(pending, mostPending, longestWaitNanos, refused, timedOut + 1);
    }

    /** After a report, those that wait still do. */
    Sums rest() {
      return new Sums(pending, pending, 0, 0, 0);
    }
  }

  QueueReport(String service, int maxPending, Scheduler scheduler, Consumer<QueueEvent> listener) {
    this.service = service;
    this.maxPending = maxPending;
    this.listener = listener;
    this.report = new CoalescedTask(PERIOD, scheduler, this::report);
  }

  @Override
  public void waits(int pending) {
    sums.updateAndGet(before -> before.waits(pending));
    report.request();
  }

  @Override
  public void left(int pending, long nanos) {
    sums.updateAndGet(before -> before.left(pending, nanos));
    report.request();
  }

  @Override
  public void refused() {
    sums.updateAndGet(Sums::withRefused);
    report.request();
  }

  @Override
  public void timedOut() {
    sums.updateAndGet(Sums::withTimedOut);
    report.request();
  }

  private void report() {
    Sums sum = sums.getAndUpdate(Sums::rest);
    QueueEvent event =
        new QueueEvent(
            service,
            sum.pending(),
            sum.mostPending(),
            maxPending,
            Duration.ofNanos(sum.longestWaitNanos()),
            sum.refused(),
            sum.timedOut());
    if (!event.isOver()) {
      // The next report says how it goes on, or that it is over.
      report.request();
    }
    listener.accept(event);
  }
}
