/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/**
 * The calls to balanced services, each with the attempt that it is making. Calls are held weakly;
 * otherwise a response that nobody closed would never be detected. A call that was collected counts
 * as complete, whether or not OkHttp reported its end. Its attempt is notified at the next check.
 * Each call that begins makes this check, so that no endpoint is picked by a count that is known to
 * be wrong.
 *
 * <p>Calls add and remove themselves without a lock; {@code lock} is only used to wait for the last
 * of them.
 */
public final class RunningCalls {
  private final Set<Entry> entries = ConcurrentHashMap.newKeySet();
  private final ReferenceQueue<Call> collected = new ReferenceQueue<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition removed = lock.newCondition();
  private volatile boolean awaited;

  /**
   * Adds a call, until its entry is removed.
   *
   * @param attempt must not reference the call, directly or indirectly
   */
  Entry add(Call call, Attempt attempt) {
    Entry entry = new Entry(call, attempt);
    entries.add(entry);
    return entry;
  }

  boolean isEmpty() {
    removeCollected();
    return entries.isEmpty();
  }

  /** Completes the attempts of calls that were collected. */
  void removeCollected() {
    for (var entry = collected.poll(); entry != null; entry = collected.poll()) {
      ((Entry) entry).collected();
    }
  }

  private void remove(Entry entry) {
    if (entries.remove(entry) && awaited) {
      lock.lock();
      try {
        removed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Waits for up to {@code patience} until no calls are left, then cancels the remaining calls. */
  public void endWithin(Duration patience) {
    awaited = true;
    long nanos = TimeUnit.NANOSECONDS.convert(patience);
    lock.lock();
    try {
      while (!isEmpty() && nanos > 0) {
        nanos = removed.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    for (Entry entry : entries) {
      Call call = entry.get();
      if (call != null) {
        call.cancel();
      }
    }
  }

  /** The entry of one call. */
  final class Entry extends WeakReference<Call> {
    private final Attempt attempt;

    /**
     * Computing the identity hash of a new object costs as much as the rest of adding the entry.
     */
    private final int hash = ThreadLocalRandom.current().nextInt();

    private Entry(Call call, Attempt attempt) {
      super(call, collected);
      this.attempt = attempt;
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    private void collected() {
      attempt.collected();
      remove();
    }

    /** Removes the entry because the call is complete. Idempotent. */
    void remove() {
      RunningCalls.this.remove(this);
    }
  }
}
