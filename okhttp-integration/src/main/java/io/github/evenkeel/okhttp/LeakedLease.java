/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import io.github.evenkeel.Lease;
import io.github.evenkeel.LoadBalancer;
import io.github.evenkeel.Outcome;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the lease of a response that nobody closed, once the garbage collector finds it. Until then
 * its endpoint counts one request too many, and its connection is lost as well, of which OkHttp
 * warns.
 *
 * <p>Runs on the cleaner's thread; {@code ended} tells whether the lease ended in good order.
 */
final class LeakedLease implements Runnable {
  private static final Logger logger = LoggerFactory.getLogger(LeakedLease.class);
  private static final Cleaner cleaner = Cleaner.create();

  private final LoadBalancer balancer;
  private final Lease lease;
  private final RunningCalls.Entry running;
  private final AtomicBoolean ended = new AtomicBoolean();

  private LeakedLease(LoadBalancer balancer, Lease lease, RunningCalls.Entry running) {
    this.balancer = balancer;
    this.lease = lease;
    this.running = running;
  }

  /**
   * Watches over a lease until it {@linkplain Watch#end ends} or nobody can reach its holder.
   *
   * @param holder what ends the lease in good order; must not be reachable from the others
   */
  static Watch watch(
      Object holder, LoadBalancer balancer, Lease lease, RunningCalls.Entry running) {
    LeakedLease leak = new LeakedLease(balancer, lease, running);
    return new Watch(leak, cleaner.register(holder, leak));
  }

  @Override
  public void run() {
    if (!ended.get()) {
      balancer.endRequest(lease, Outcome.CANCELED);
      running.remove();
      logger.warn(
          "A response from {} was leaked. Did you forget to close a response body?",
          lease.endpoint());
    }
  }

  /** Kept by the holder. */
  record Watch(LeakedLease leak, Cleaner.Cleanable cleanable) {

    /** The lease has ended in good order. */
    void end() {
      leak.ended.set(true);
      cleanable.clean();
    }
  }
}
