/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A lease on a {@link Host}. Any thread may end it; of those that do, one wins.
 *
 * <p>The flag is updated in place rather than held in an {@code AtomicBoolean}: this is the one
 * object that a request costs.
 */
final class HostLease implements Lease {
  private static final VarHandle ENDED = Fields.handle(MethodHandles.lookup(), "ended", int.class);

  private final LoadBalancer issuer;
  private final Host host;
  private final long beganAtNanos;

  @SuppressWarnings("FieldMayBeFinal") // set by ENDED
  private volatile int ended;

  HostLease(LoadBalancer issuer, Host host, long beganAtNanos) {
    this.issuer = issuer;
    this.host = host;
    this.beganAtNanos = beganAtNanos;
  }

  @Override
  public Endpoint endpoint() {
    return host.endpoint();
  }

  LoadBalancer issuer() {
    return issuer;
  }

  Host host() {
    return host;
  }

  long beganAtNanos() {
    return beganAtNanos;
  }

  /** Ends it, and tells whether this was the first time. */
  boolean end() {
    return ENDED.compareAndSet(this, 0, 1);
  }

  @Override
  public String toString() {
    return "Lease[" + host.endpoint() + (ended == 0 ? "]" : ", ended]");
  }
}
