/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.host;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointStatistics;
import io.github.evenkeel.Outcome;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What this client has observed of one host.
 *
 * <ul>
 *   <li>Writers: threads that begin or end a request on the host.
 *   <li>Readers: any thread.
 *   <li>Invariant: each request is counted once when it begins, at most once when its response
 *       begins, and once when it ends. The counters may be a request apart from each other.
 *   <li>Why: each counter is atomic on its own, which is all that algorithms need.
 * </ul>
 */
public final class HostStats {
  /**
   * A failure that takes less says nothing about how long a response takes: the host refused the
   * connection or responded with an error at once.
   */
  private static final long SLOW_FAILURE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final AtomicInteger inFlight = new AtomicInteger();

  /** How many of them have their response under way. */
  private final AtomicInteger streaming = new AtomicInteger();

  private final Failures failures = new Failures();
  private final ResponseTimes responseTimes;

  private final LongAdder succeeded = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder canceled = new LongAdder();
  private final LongAdder totalNanos = new LongAdder();

  /** The last response time, in nanoseconds; 0 if there was none. */
  private volatile long lastNanos;

  /**
   * Makes statistics of a host without requests.
   *
   * @param responseTimes the average that the algorithm wants
   */
  public HostStats(ResponseTimes responseTimes) {
    this.responseTimes = responseTimes;
  }

  /** Counts a request that begins, unless {@code limit} are in flight; tells whether it did. */
  boolean tryBegin(int limit) {
    int current = inFlight.get();
    while (current < limit) {
      if (inFlight.compareAndSet(current, current + 1)) {
        return true;
      }
      current = inFlight.get();
    }
    return false;
  }

  /** Counts a request that begins. */
  void begin() {
    inFlight.getAndIncrement();
  }

  /** The response to a request begins, {@code nanos} after the request. */
  void respond(Outcome outcome, long nanos, long now) {
    // Observers take a change of the counters to mean that all else has changed before.
    sample(outcome, nanos, now);
    streaming.getAndIncrement();
  }

  /**
   * A request ends whose response had begun.
   *
   * @param hasFailed whether the response was a failure already
   * @param outcome how it went in the end
   * @param nanos since it began
   */
  void endResponded(boolean hasFailed, Outcome outcome, long nanos, long now) {
    if (outcome.isFailure() && !hasFailed) {
      failures.add(true, now);
    }
    streaming.getAndDecrement();
    count(outcome, nanos);
  }

  /** A request ends of which no response was reported: if there is one, it begins and ends here. */
  void end(Outcome outcome, long nanos, long now) {
    sample(outcome, nanos, now);
    count(outcome, nanos);
  }

  private void sample(Outcome outcome, long nanos, long now) {
    if (outcome == Outcome.CANCELED) {
      return;
    }
    failures.add(outcome.isFailure(), now);
    if (!outcome.isFailure()
        || nanos >= Math.max((double) SLOW_FAILURE_NANOS, responseTimes.at(now))) {
      responseTimes.add(nanos, now);
      lastNanos = nanos;
    }
  }

  private void count(Outcome outcome, long nanos) {
    inFlight.getAndDecrement();
    if (outcome == Outcome.CANCELED) {
      canceled.increment();
      return;
    }
    (outcome.isFailure() ? failed : succeeded).increment();
    totalNanos.add(nanos);
  }

  /** Forgets failures, so that algorithms try the host again. The totals stay. */
  public void forgetFailures() {
    failures.clear();
  }

  /** The number of requests that have begun and not ended. */
  public int inFlight() {
    return inFlight.get();
  }

  /** The number of requests in flight whose response has begun: bodies and streams. */
  public int streaming() {
    return streaming.get();
  }

  /** The share of failures among about the last five requests, from 0 to 1. */
  public double failureShare(long now) {
    return failures.share(now);
  }

  /** The average response time, in the unit of the algorithm; 0 if nothing is known. */
  public double responseTime(long now) {
    return responseTimes.at(now);
  }

  /** The last response time in nanoseconds; 0 if there was none. */
  public long lastResponseTime() {
    return lastNanos;
  }

  /** Returns the totals, to be completed by what else is known of the host. */
  public EndpointStatistics.Builder statistics(Endpoint endpoint) {
    return EndpointStatistics.builder(endpoint)
        .inFlight(inFlight())
        .succeeded(succeeded.sum())
        .failed(failed.sum())
        .canceled(canceled.sum())
        .totalLatency(Duration.ofNanos(totalNanos.sum()));
  }
}
