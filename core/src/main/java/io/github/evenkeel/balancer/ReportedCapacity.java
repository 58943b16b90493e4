/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.balancer;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.Outcome;
import io.github.evenkeel.Scheduler;
import io.github.evenkeel.internal.host.Capacity;
import io.github.evenkeel.observe.LimitChangeEvent;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A capacity whose changes are reported, once a second at most.
 *
 * <ul>
 *   <li>Writers: threads whose request gets its response or ends; the scheduler, which reports.
 *   <li>Readers: the scheduler.
 *   <li>Invariant: the events of an endpoint follow on each other: each begins with the limit with
 *       which the one before ends.
 *   <li>Why: the limit is read when it is reported, so it does not matter which of several changes
 *       is noticed last. The sample is one immutable value.
 * </ul>
 */
final class ReportedCapacity implements Capacity {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final String service;
  private final Endpoint endpoint;
  private final Capacity capacity;
  private final Consumer<LimitChangeEvent> listener;
  private final CoalescedTask report;
  private volatile Sample last = new Sample(Outcome.SUCCESS, 0);
  private volatile int reported;

  /** What has changed the limit. */
  private record Sample(Outcome outcome, long nanos) {}

  ReportedCapacity(
      String service,
      Endpoint endpoint,
      Capacity capacity,
      Scheduler scheduler,
      Consumer<LimitChangeEvent> listener) {
    this.service = service;
    this.endpoint = endpoint;
    this.capacity = capacity;
    this.listener = listener;
    this.report = new CoalescedTask(PERIOD, scheduler, this::report);
    this.reported = capacity.limit();
  }

  @Override
  public int limit() {
    return capacity.limit();
  }

  @Override
  public boolean isAdaptive() {
    return capacity.isAdaptive();
  }

  @Override
  public void describe(Endpoint endpoint) {
    capacity.describe(endpoint);
  }

  @Override
  public void sample(Outcome outcome, long nanos, int inFlight, long now) {
    int before = capacity.limit();
    capacity.sample(outcome, nanos, inFlight, now);
    if (capacity.limit() != before) {
      last = new Sample(outcome, nanos);
      report.request();
    }
  }

  private void report() {
    int before = reported;
    int after = capacity.limit();
    if (before != after) {
      reported = after;
      Sample sample = last;
      listener.accept(
          new LimitChangeEvent(
              service,
              endpoint,
              before,
              after,
              sample.outcome(),
              Duration.ofNanos(sample.nanos())));
    }
  }
}
