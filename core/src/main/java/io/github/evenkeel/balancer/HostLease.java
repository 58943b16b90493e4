/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.balancer;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointAttachment;
import io.github.evenkeel.Lease;
import io.github.evenkeel.Outcome;
import io.github.evenkeel.internal.host.Host;
import io.github.evenkeel.internal.option.Check;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * A lease on a {@link Host}.
 *
 * <ul>
 *   <li>Writers: any thread that reports the response or the end.
 *   <li>Readers: the same.
 *   <li>Invariant: the stage only advances, and each step is taken once.
 *   <li>Why: the stage is one atomic reference. It is inherited rather than held, because the lease
 *       is the one object that a request costs.
 * </ul>
 */
final class HostLease extends AtomicReference<HostLease.Stage> implements Lease {
  private static final long serialVersionUID = 1L;

  /** How far the request is. */
  enum Stage {
    BEGUN,
    RESPONDED,
    /** Responded, with a failure. */
    FAILED,
    ENDED
  }

  /** The load balancer that gave the lease. */
  interface Issuer {

    /** The response to a request has begun, which may have made room for another request. */
    void responded();
  }

  private final transient Issuer issuer;
  private final transient LongSupplier nanoClock;
  private final transient Host host;
  private final long beganAtNanos;

  HostLease(Issuer issuer, LongSupplier nanoClock, Host host, long beganAtNanos) {
    super(Stage.BEGUN);
    this.issuer = issuer;
    this.nanoClock = nanoClock;
    this.host = host;
    this.beganAtNanos = beganAtNanos;
  }

  @Override
  public Endpoint endpoint() {
    return host.endpoint();
  }

  @Override
  public <T extends EndpointAttachment> T attachment(Class<T> type) {
    Check.notNull(type, "type", "that of the load balancer's attachments");
    EndpointAttachment attachment = host.attachment();
    if (attachment == null) {
      throw new IllegalStateException(
          issuer + " keeps nothing for endpoints; set what with LoadBalancerBuilder.attachments");
    }
    return type.cast(attachment);
  }

  Host host() {
    return host;
  }

  Issuer issuer() {
    return issuer;
  }

  @Override
  public void responded(Outcome outcome) {
    Check.notNull(outcome, "outcome", "an Outcome");
    if (compareAndSet(Stage.BEGUN, outcome.isFailure() ? Stage.FAILED : Stage.RESPONDED)) {
      long now = nanoClock.getAsLong();
      host.responded(outcome, now - beganAtNanos, now);
      issuer.responded();
    }
  }

  /** Ends the request, and returns whether this was the first call. */
  boolean end(Outcome outcome) {
    Stage before = getAndSet(Stage.ENDED);
    if (before == Stage.ENDED) {
      return false;
    }
    long now = nanoClock.getAsLong();
    if (before == Stage.BEGUN) {
      host.end(outcome, now - beganAtNanos, now);
    } else {
      host.endResponded(before == Stage.FAILED, outcome, now - beganAtNanos, now);
    }
    return true;
  }

  @Override
  public String toString() {
    return "Lease[" + host.id() + (get() == Stage.ENDED ? ", ended]" : "]");
  }
}
