/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.limit;

import io.github.evenkeel.Lease;
import io.github.evenkeel.NoEndpointAvailableException;
import io.github.evenkeel.QueueFullException;
import io.github.evenkeel.QueueTimeoutException;
import io.github.evenkeel.RequestContext;
import io.github.evenkeel.RequestQueue;
import io.github.evenkeel.Scheduler;
import io.github.evenkeel.internal.option.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait for room, as {@link RequestQueue} says.
 *
 * <ul>
 *   <li>Writers: threads that begin a request and find no room, threads that make room, those that
 *       cancel, and the scheduler; all under {@code lock}.
 *   <li>Readers: every thread that begins or ends a request reads {@code size}.
 *   <li>Invariant: a request that is among those that wait has no lease, and each ends exactly
 *       once: by a lease, or by leaving. No request waits while there is room that it may use,
 *       except for the moment in which the thread that made the room has not called {@link #serve}
 *       yet.
 *   <li>Why: a request counts as waiting before it looks for room a last time, and a thread makes
 *       room before it looks whether any request waits, so that one of the two sees the other.
 *       Futures are completed outside the lock, since that may run code of others.
 * </ul>
 */
public final class PendingRequests {

  /** What the requests wait for. */
  public interface Room {

    /**
     * Begins a request, or returns null if there is no room that it may use.
     *
     * @throws NoEndpointAvailableException if there is no endpoint
     */
    @Nullable Lease tryBegin(RequestContext request) throws NoEndpointAvailableException;

    /** Whether a request may find no room where another one would. */
    boolean isChoosy(RequestContext request);

    /** Ends a request at once that nobody waits for any more. */
    void giveBack(Lease lease);

    /** The limits in force, for messages. */
    String describe(RequestContext request);
  }

  /** Is told what happens to requests, most of it under the lock. Safe for use by many threads. */
  public interface Observer {

    /**
     * A request has begun to wait.
     *
     * @param pending how many wait, this one included
     */
    void waits(int pending);

    /**
     * A request no longer waits.
     *
     * @param pending how many still wait
     * @param nanos for how long it has waited
     */
    void left(int pending, long nanos);

    /** A request was refused, because the queue is full. */
    void refused();

    /** A request has waited in vain for as long as it may. */
    void timedOut();
  }

  /** "Fail at Scale": M, how long a request may wait while the queue does not become empty. */
  private static final Duration CODEL_TARGET = Duration.ofMillis(5);

  /** "Fail at Scale": N, how long the queue must not have been empty for that. */
  private static final Duration CODEL_INTERVAL = Duration.ofMillis(100);

  private final String service;
  private final RequestQueue options;
  private final Room room;
  private final Observer observer;
  private final LongSupplier nanoClock;
  private final Scheduler scheduler;

  private final ReentrantLock lock = new ReentrantLock();

  /** In the order in which they came. */
  private final TreeMap<Long, Waiter> waiting = new TreeMap<>();

  private long came;
  private long emptyUntil;

  /** The number of those that wait. */
  private volatile int size;

  /** A request that waits. */
  private record Waiter(
      long number,
      RequestContext request,
      long since,
      Duration patience,
      CompletableFuture<Lease> lease) {}

  /** A request that has waited, and what became of it. */
  private record Served(Waiter waiter, @Nullable Lease lease, @Nullable Throwable failure) {}

  /** Makes an empty queue. */
  public PendingRequests(
      String service,
      RequestQueue options,
      Room room,
      Observer observer,
      LongSupplier nanoClock,
      Scheduler scheduler) {
    this.service = service;
    this.options = options;
    this.room = room;
    this.observer = observer;
    this.nanoClock = nanoClock;
    this.scheduler = scheduler;
    this.emptyUntil = nanoClock.getAsLong();
  }

  /** How many requests wait. */
  public int size() {
    return size;
  }

  /**
   * Begins a request now, after those that wait and could begin now.
   *
   * @throws QueueFullException if there is no room
   */
  public Lease begin(RequestContext request)
      throws NoEndpointAvailableException, QueueFullException {
    Lease lease = size == 0 ? room.tryBegin(request) : afterOthers(request);
    if (lease == null) {
      throw QueueFullException.forService(
          service, "it must not wait, and " + room.describe(request));
    }
    return lease;
  }

  private @Nullable Lease afterOthers(RequestContext request) throws NoEndpointAvailableException {
    List<Served> served = new ArrayList<>();
    try {
      lock.lock();
      try {
        return serveInOrder(served) ? room.tryBegin(request) : null;
      } finally {
        lock.unlock();
      }
    } finally {
      complete(served);
    }
  }

  /**
   * Begins a request as soon as there is room, behind those that wait already.
   *
   * @param patience how long it may wait at most, which the queue may shorten
   * @return fails as {@link #begin} throws, and with {@link QueueTimeoutException} after that time.
   *     If it is canceled, the request leaves
   */
  public CompletableFuture<Lease> enqueue(RequestContext request, Duration patience) {
    try {
      Lease lease = size == 0 ? room.tryBegin(request) : null;
      if (lease != null) {
        return CompletableFuture.completedFuture(lease);
      }
    } catch (NoEndpointAvailableException | RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
    return await(request, patience);
  }

  private CompletableFuture<Lease> await(RequestContext request, Duration patience) {
    List<Served> served = new ArrayList<>();
    Waiter waiter;
    lock.lock();
    try {
      long now = nanoClock.getAsLong();
      waiter = new Waiter(came++, request, now, shorter(patience, now), new CompletableFuture<>());
      add(waiter);
      var unused = serveInOrder(served);
      if (waiting.size() > options.maxPending()) {
        waiting.remove(waiter.number());
        count();
        observer.refused();
        served.add(new Served(waiter, null, full(request)));
      } else if (waiting.containsKey(waiter.number())) {
        observer.waits(waiting.size());
      }
    } finally {
      lock.unlock();
    }
    complete(served);
    if (!waiter.lease().isDone()) {
      Scheduler.Task timeout = timeout(waiter);
      var unused =
          waiter
              .lease()
              .whenComplete(
                  (lease, failure) -> {
                    timeout.cancel();
                    leave(waiter);
                  });
    }
    return waiter.lease();
  }

  private Scheduler.Task timeout(Waiter waiter) {
    try {
      return scheduler.schedule(waiter.patience(), () -> expire(waiter));
    } catch (Throwable e) {
      leave(waiter); // Nobody would hear of its lease.
      throw e;
    }
  }

  private Duration shorter(Duration patience, long now) {
    Duration longest = isOverloaded(now) ? CODEL_TARGET : options.timeout();
    Duration shorter = patience.compareTo(longest) < 0 ? patience : longest;
    return shorter.isNegative() ? Duration.ZERO : shorter;
  }

  private boolean isOverloaded(long now) {
    return options.order() == RequestQueue.Order.ADAPTIVE_LIFO
        && !waiting.isEmpty()
        && now - emptyUntil > CODEL_INTERVAL.toNanos();
  }

  /**
   * Room may have been made: those that may use it begin. If this thread is just looking for room
   * for them, it goes on with that.
   */
  public void serve() {
    if (size == 0 || lock.isHeldByCurrentThread()) {
      return;
    }
    List<Served> served = new ArrayList<>();
    try {
      lock.lock();
      try {
        var unused = serveInOrder(served);
      } finally {
        lock.unlock();
      }
    } finally {
      complete(served);
    }
  }

  /**
   * Lets requests begin for which there is room.
   *
   * @return whether there may be more room, for a request that comes after them
   */
  private boolean serveInOrder(List<Served> served) {
    Map<Long, Waiter> inOrder =
        isOverloaded(nanoClock.getAsLong()) ? waiting.descendingMap() : waiting;
    boolean hasRoom = true;
    for (Iterator<Waiter> rest = inOrder.values().iterator(); hasRoom && rest.hasNext(); ) {
      Waiter waiter = rest.next();
      Served result = tryServe(waiter);
      if (result != null) {
        rest.remove();
        observer.left(waiting.size(), waited(waiter));
        served.add(result);
      } else {
        hasRoom = room.isChoosy(waiter.request());
      }
    }
    count();
    return hasRoom;
  }

  private @Nullable Served tryServe(Waiter waiter) {
    try {
      Lease lease = room.tryBegin(waiter.request());
      return lease == null ? null : new Served(waiter, lease, null);
    } catch (Throwable e) { // Whatever it is, it is this request's.
      return new Served(waiter, null, e);
    }
  }

  private void complete(List<Served> served) {
    for (Served one : served) {
      CompletableFuture<Lease> future = one.waiter().lease();
      if (one.failure() != null) {
        future.completeExceptionally(one.failure());
      } else if (one.lease() != null && !future.complete(one.lease())) {
        room.giveBack(one.lease());
      }
    }
  }

  private void expire(Waiter waiter) {
    QueueTimeoutException failure;
    lock.lock();
    try {
      if (!waiting.containsKey(waiter.number())) {
        return;
      }
      failure = late(waiter);
      remove(waiter);
      observer.timedOut();
    } finally {
      lock.unlock();
    }
    waiter.lease().completeExceptionally(failure);
  }

  private void leave(Waiter waiter) {
    lock.lock();
    try {
      remove(waiter);
    } finally {
      lock.unlock();
    }
  }

  private void add(Waiter waiter) {
    if (waiting.isEmpty()) {
      emptyUntil = waiter.since();
    }
    waiting.put(waiter.number(), waiter);
    count();
  }

  private void remove(Waiter waiter) {
    if (waiting.remove(waiter.number()) != null) {
      count();
      observer.left(waiting.size(), waited(waiter));
    }
  }

  private void count() {
    size = waiting.size();
  }

  private QueueFullException full(RequestContext request) {
    return QueueFullException.forService(
        service,
        (options.maxPending() == 0
                ? "it has no queue, and "
                : "its queue is full: "
                    + waiting.size()
                    + " requests (maxPending) wait, the longest for "
                    + longestWait()
                    + ", and ")
            + room.describe(request));
  }

  private QueueTimeoutException late(Waiter waiter) {
    return QueueTimeoutException.forService(
        service,
        "waited for "
            + Durations.text(waiter.patience())
            + " with "
            + (waiting.size() - 1)
            + " others in the queue, the longest for "
            + longestWait()
            + "; "
            + room.describe(waiter.request()));
  }

  private String longestWait() {
    long nanos = waited(waiting.firstEntry().getValue());
    return Durations.text(Duration.ofMillis(Duration.ofNanos(nanos).toMillis()));
  }

  private long waited(Waiter waiter) {
    return nanoClock.getAsLong() - waiter.since();
  }
}
