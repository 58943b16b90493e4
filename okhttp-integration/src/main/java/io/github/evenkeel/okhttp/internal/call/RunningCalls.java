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
 * The calls that are on balanced services, each with the attempt that it is making. They are held
 * weakly, or a response that nobody closed would never be found. A call that was collected has
 * left, whether or not OkHttp said that it ended, and its attempt is told when anyone looks next:
 * each call that begins does, so that no endpoint is picked by a count that is known to be wrong.
 *
 * <p>Calls add and remove themselves without a lock; {@code lock} is for whoever waits for the last
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
   * @param attempt must not lead to the call
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

  /** Ends what calls that were collected have left behind. */
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

  /** Waits until there are none, or until {@code patience} is over; then cancels those left. */
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

  /** One call's place among the others. */
  final class Entry extends WeakReference<Call> {
    private final Attempt attempt;

    /** The identity hash of a new object costs as much as all else that adding it does. */
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

    /** The call is over. Idempotent. */
    void remove() {
      RunningCalls.this.remove(this);
    }
  }
}
