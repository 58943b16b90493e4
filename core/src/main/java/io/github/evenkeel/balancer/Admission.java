/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.balancer;

import io.github.evenkeel.Lease;
import io.github.evenkeel.NoEndpointAvailableException;
import io.github.evenkeel.Outcome;
import io.github.evenkeel.QueueFullException;
import io.github.evenkeel.RequestContext;
import io.github.evenkeel.RequestQueue;
import io.github.evenkeel.internal.limit.PendingRequests;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests begin as far as the limits allow, and has the others wait. Only services with
 * limits have one.
 *
 * <p>{@code inFlight} is written by threads that begin or end a request, and never exceeds {@code
 * maxRequests}.
 */
final class Admission implements PendingRequests.Room {
  /** What requests begin on. */
  interface Hosts {

    /**
     * Begins a request; returns null if the hosts that it may use are full.
     *
     * @param waitsForHome whether one with an affinity key begins nowhere but where the key belongs
     * @throws NoEndpointAvailableException if there is no host
     */
    @Nullable Lease tryBegin(RequestContext request, boolean waitsForHome)
        throws NoEndpointAvailableException;

    /** Whether a request may not use all hosts. */
    boolean isChoosy(RequestContext request);

    /** Why a request finds no room, for messages. */
    String describeRoom(RequestContext request, boolean waitsForHome);

    /** Ends a request. */
    void endRequest(Lease lease, Outcome outcome);
  }

  private final Hosts hosts;
  private final int maxRequests;
  private final boolean waitsForHome;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final PendingRequests pending;

  /**
   * Makes the admission of a service with limits.
   *
   * @param queueObserver is told what happens in the queue
   */
  Admission(Hosts hosts, Options options, PendingRequests.Observer queueObserver) {
    this.hosts = hosts;
    this.maxRequests = options.maxRequests();
    RequestQueue queue = options.queue();
    this.waitsForHome = queue.whenHomeIsFull() == RequestQueue.WhenHomeIsFull.WAIT;
    this.pending =
        new PendingRequests(
            options.service(),
            queue,
            this,
            queueObserver,
            options.nanoClock(),
            options.scheduler());
  }

  Lease begin(RequestContext request) throws NoEndpointAvailableException, QueueFullException {
    return pending.begin(request);
  }

  CompletableFuture<Lease> enqueue(RequestContext request, Duration patience) {
    return pending.enqueue(request, patience);
  }

  /** A request has ended. */
  void ended() {
    inFlight.getAndDecrement();
    pending.serve();
  }

  /**
   * There may be room that was not there before: hosts have changed, or a response has begun, by
   * which an adaptive limit grows and a host that is half-open takes another request.
   */
  void roomMayBeMade() {
    pending.serve();
  }

  @Override
  public @Nullable Lease tryBegin(RequestContext request) throws NoEndpointAvailableException {
    if (!isCounted()) {
      return null;
    }
    Lease lease = null;
    try {
      lease = hosts.tryBegin(request, waitsForHome);
    } finally {
      if (lease == null) {
        inFlight.getAndDecrement();
        // Another may have found no room because this one was counted.
        pending.serve();
      }
    }
    return lease;
  }

  /** Counts a request, unless there are as many as there may be. */
  private boolean isCounted() {
    int running = inFlight.get();
    while (running < maxRequests) {
      if (inFlight.compareAndSet(running, running + 1)) {
        return true;
      }
      running = inFlight.get();
    }
    return false;
  }

  @Override
  public boolean isChoosy(RequestContext request) {
    return !request.tried().isEmpty()
        || hosts.isChoosy(request)
        || (waitsForHome && request.affinityKey().isPresent());
  }

  @Override
  public void giveBack(Lease lease) {
    hosts.endRequest(lease, Outcome.CANCELED);
  }

  @Override
  public String describe(RequestContext request) {
    int running = inFlight.get();
    return running >= maxRequests
        ? "as many requests as may be (maxRequests) are in flight: " + maxRequests
        : hosts.describeRoom(request, waitsForHome) + ", " + running + " in flight in all";
  }
}
