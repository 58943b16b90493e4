/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.host;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointAttachment;
import io.github.evenkeel.EndpointId;
import io.github.evenkeel.EndpointStatistics;
import io.github.evenkeel.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as one load balancer knows it, for as long as it does.
 *
 * <ul>
 *   <li>Writers: the control path writes the endpoint, the state and what checks say, under its
 *       lock. Threads that begin or end a request write the statistics.
 *   <li>Readers: any thread.
 *   <li>Invariant: the identity never changes, so statistics and attachment belong to one pod.
 *   <li>Why: a lease holds its host, and ends on it whatever became of the host meanwhile.
 * </ul>
 */
public final class Host {
  /** Where a host is in its life. */
  public enum State {
    /** Is being prepared, such as by opening connections, and gets no requests yet. */
    WARMING,
    /** Gets requests. */
    ACTIVE,
    /** Is an outlier, and gets no requests until its ejection time is over. */
    EJECTED,
    /** Was ejected, and has to prove itself with one request at a time. */
    HALF_OPEN,
    /** Was removed and finishes the requests that it has. */
    DRAINING
  }

  private final EndpointId id;
  private final @Nullable EndpointAttachment attachment;
  private final HostStats stats;
  private final HostObserver observer;
  private final Capacity capacity;
  private final OutcomeObserver outcomes;
  private volatile Endpoint endpoint;
  private volatile State state = State.WARMING;
  private volatile boolean healthy = true;

  /** Makes a host that is warming, without outlier detection. */
  public Host(
      Endpoint endpoint,
      @Nullable EndpointAttachment attachment,
      HostStats stats,
      HostObserver observer,
      Capacity capacity) {
    this(endpoint, attachment, stats, observer, capacity, OutcomeObserver.NONE);
  }

  /** Makes a host that is warming. */
  public Host(
      Endpoint endpoint,
      @Nullable EndpointAttachment attachment,
      HostStats stats,
      HostObserver observer,
      Capacity capacity,
      OutcomeObserver outcomes) {
    this.id = endpoint.id();
    this.endpoint = endpoint;
    this.attachment = attachment;
    this.stats = stats;
    this.observer = observer;
    this.capacity = capacity;
    this.outcomes = outcomes;
  }

  /** The identity. */
  public EndpointId id() {
    return id;
  }

  /** The endpoint, as described last. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /** The endpoint has other properties from now on. */
  public void describe(Endpoint endpoint) {
    this.endpoint = endpoint;
    capacity.describe(endpoint);
  }

  /** The state. */
  public State state() {
    return state;
  }

  /** Changes the state. */
  public void enter(State state) {
    this.state = state;
  }

  /**
   * Whether the host passes its health checks, if there are any. This is beside the state: a host
   * that is ejected stays so however it does in its checks.
   */
  public boolean isHealthy() {
    return healthy;
  }

  /** Health checks have found that the host is healthy, or that it is not. */
  public void pronounce(boolean healthy) {
    this.healthy = healthy;
  }

  /** What the client keeps for the endpoint, if anything. */
  public @Nullable EndpointAttachment attachment() {
    return attachment;
  }

  /** What was observed of the host. */
  public HostStats stats() {
    return stats;
  }

  /** What the algorithm derives from the statistics. */
  public HostObserver observer() {
    return observer;
  }

  /** How many requests the host may have in flight. */
  public Capacity capacity() {
    return capacity;
  }

  /** What outlier detection judges the host by. */
  public OutcomeObserver outcomes() {
    return outcomes;
  }

  /**
   * How many requests the host may have in flight because of its state: any number, but while it is
   * half-open, one besides those whose response has begun, which may last, and those from before.
   */
  public int maxInFlight() {
    return state == State.HALF_OPEN
        ? stats.streaming() + outcomes.leftOver() + 1
        : Integer.MAX_VALUE;
  }

  /**
   * Begins a request, unless the host is full.
   *
   * @param limit how many requests may be in flight
   * @return whether the request began
   */
  public boolean tryBegin(int limit, long now) {
    if (!stats.tryBegin(limit)) {
      return false;
    }
    observer.begun(now);
    return true;
  }

  /** Begins a request. */
  public void begin(long now) {
    stats.begin();
    observer.begun(now);
  }

  /** The response to a request has begun, {@code nanos} after the request. */
  public void responded(Outcome outcome, long nanos, long now) {
    sample(outcome, nanos, now);
    stats.respond(outcome, nanos, now);
    observer.responded(now);
    outcomes.responded(outcome, nanos, now);
  }

  /** Ends a request whose response was not reported, {@code nanos} after it began. */
  public void end(Outcome outcome, long nanos, long now) {
    sample(outcome, nanos, now);
    stats.end(outcome, nanos, now);
    observer.ended(now);
    outcomes.ended(outcome, nanos, now);
  }

  /**
   * Ends a request whose response had begun.
   *
   * @param hasFailed whether the response was a failure already
   * @param outcome how the request went in the end
   * @param nanos since it began
   */
  public void endResponded(boolean hasFailed, Outcome outcome, long nanos, long now) {
    if (outcome.isFailure() && !hasFailed) {
      sample(outcome, nanos, now);
    }
    stats.endResponded(hasFailed, outcome, nanos, now);
    observer.ended(now);
    outcomes.endedResponded(hasFailed, outcome, nanos, now);
  }

  /** Returns what the host has served. */
  public EndpointStatistics statistics() {
    return stats
        .statistics(endpoint)
        .draining(state == State.WARMING || state == State.DRAINING)
        .ejected(state == State.EJECTED)
        .unhealthy(!healthy)
        .build();
  }

  private void sample(Outcome outcome, long nanos, long now) {
    if (outcome != Outcome.CANCELED) {
      capacity.sample(outcome, nanos, stats.inFlight(), now);
    }
  }

  @Override
  public String toString() {
    return id + " " + state;
  }
}
