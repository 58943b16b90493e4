/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.github.evenkeel.Scheduler;
import io.github.evenkeel.discovery.EndpointListener;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches for one subscriber, session after session, until it is closed. Whatever fails is told and
 * tried again, with growing pauses.
 *
 * <p>Writers and readers: the informers' threads, the scheduler's, and whoever subscribes, closes
 * or asks for the status; all under {@code lock}, under which the listener is called, too. What may
 * block or call back, such as to start or stop an informer, is done without the lock.
 *
 * <p>Invariant: until it is closed, a session lives, or an attempt is due or under way; and the
 * next check is due or under way, which sees to the former.
 *
 * <p>Why: an informer keeps to itself that its watch broke and cannot be opened again, and some
 * failures end an informer without a word. So something must look that cannot end.
 *
 * @param <T> the objects of the API in use
 */
final class WatchLoop<T extends HasMetadata> implements WatchSession.Owner<T> {
  static final Duration CHECK_INTERVAL = Duration.ofSeconds(10);

  /** So that new credentials are not left unread for long. */
  private static final Duration MAX_PAUSE_OF_CREDENTIALS = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(WatchLoop.class);
  private static final AtomicBoolean hasNamedLoggers = new AtomicBoolean();

  private final Watched<T> watched;
  private final Supplier<SharedIndexInformer<T>> informers;
  private final Credentials credentials;
  private final Environment environment;

  private final ReentrantLock lock = new ReentrantLock();
  private final Problems problems;
  private final EndpointFeed<T> feed;
  private final Coalescing updates;
  private final Backoff backoff;
  private boolean closed;
  private Scheduler.@Nullable Task nextCheck;

  private final Succession<T> sessions = new Succession<>();

  /** The attempt that is due. */
  private Scheduler.@Nullable Task nextAttempt;

  private boolean doubtsCredentials;
  private @Nullable Long confirmed;

  WatchLoop(
      Watched<T> watched,
      Supplier<SharedIndexInformer<T>> informers,
      Credentials credentials,
      WatchTiming timing,
      Environment environment,
      EndpointListener listener) {
    this.watched = watched;
    this.informers = informers;
    this.credentials = credentials;
    this.environment = environment;
    Subscriber subscriber = new Subscriber(watched.service(), listener);
    problems = new Problems(watched, subscriber);
    feed = new EndpointFeed<>(watched, subscriber, problems);
    updates = new Coalescing(timing.updateInterval(), environment, this::guarded, this::publish);
    backoff = new Backoff(timing.firstPause(), environment);
  }

  /**
   * Makes the first attempt.
   *
   * @throws RuntimeException or an Error if the scheduler throws; then nothing has begun
   */
  void start() {
    scheduleCheck();
    begin();
  }

  private void begin() {
    try {
      if (locked(this::beginsAttemptInDoubt)) {
        credentials.reread();
      }
      WatchSession<T> started = new WatchSession<>(informers, this, environment);
      if (locked(() -> !closed)) {
        started.start(/* afresh= */ locked(() -> becomesNext(started)));
      }
      if (locked(() -> closed)) { // Meanwhile, so that nobody else stops it.
        started.stop();
      }
    } catch (Throwable e) { // The next check sees that no attempt is due.
      log.error("Could not begin to watch the {}; trying again.", watched, e);
    }
    stopRetired();
  }

  private boolean beginsAttemptInDoubt() {
    nextAttempt = null;
    return doubtsCredentials && !closed;
  }

  /** Returns whether there was a list before. */
  private boolean becomesNext(WatchSession<T> started) {
    sessions.begins(started);
    return sessions.current() != null;
  }

  /** Not under the lock. */
  private void stopRetired() {
    locked(sessions::takeRetired).forEach(WatchSession::stop);
  }

  private <R> R locked(Supplier<R> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void listed(WatchSession<T> listed) {
    sessions.listed(listed);
    opened(listed);
  }

  @Override
  public void opened(WatchSession<T> opened) {
    if (opened == sessions.current() && !opened.hasFailed()) {
      SignsOfLife.Verdict unused = look(opened);
    }
  }

  @Override
  public void failed(WatchSession<T> failed, Throwable problem) {
    lock.lock();
    try {
      if (closed || !sessions.counts(failed) || !failed.markFailed()) {
        return;
      }
      ApiFailure failure = ApiFailure.of(problem);
      long now = environment.nanoTime();
      doubtsCredentials = failure.isOfCredentials();
      problems.failed(failure, problem, feed.known(), now);
      nameLoggersOnce();
      Duration pause = problems.shortened(backoff.next(), now);
      attemptAfter(
          doubtsCredentials && pause.compareTo(MAX_PAUSE_OF_CREDENTIALS) > 0
              ? MAX_PAUSE_OF_CREDENTIALS
              : pause);
    } catch (Throwable e) { // The next check sees that no attempt is due.
      log.error("Could not tell why the {} cannot be watched: {}.", watched, problem, e);
    } finally {
      lock.unlock();
    }
  }

  /** Sees to a further attempt, unless one is due or under way. Under the lock. */
  private void attemptAfter(Duration pause) {
    if (nextAttempt == null && !sessions.isUnderWay()) {
      nextAttempt = environment.scheduler().schedule(pause, this::begin);
    }
  }

  private static void nameLoggersOnce() {
    if (!hasNamedLoggers.getAndSet(true)) {
      log.info(
          "The Kubernetes client logs a stack trace of each failed attempt. To do without, set the"
              + " level of io.fabric8.kubernetes.client.informers.impl.cache.Reflector to OFF and"
              + " that of io.fabric8.kubernetes.client.dsl.internal.AbstractWatchManager to WARN.");
    }
  }

  private void check() {
    lock.lock();
    try {
      if (!closed) {
        checkSessions();
      }
      if (feed.isBehind()) {
        updates.changed();
      }
    } catch (Throwable e) { // A timer does not repeat what threw.
      log.warn("Could not check the watch on the {}.", watched, e);
    } finally {
      try {
        scheduleCheck();
      } finally {
        lock.unlock();
      }
    }
    stopRetired();
  }

  private void checkSessions() {
    WatchSession<T> current = sessions.current();
    if (current == null || current.hasFailed()) {
      attemptAfter(Duration.ZERO);
    } else {
      check(current);
    }
    WatchSession<T> next = sessions.next();
    if (next != null && !next.hasFailed()) {
      checkNext(next);
    }
  }

  private void checkNext(WatchSession<T> started) {
    try {
      if (started.look() == SignsOfLife.Verdict.LOST) {
        failed(started, new TimeoutException("the client has neither listed nor said why not"));
      }
    } catch (Throwable e) {
      failed(started, e);
    }
  }

  private void check(WatchSession<T> current) {
    try {
      switch (look(current)) {
        case WATCHING -> {
          backoff.reset(); // Not when it opens, since it may end at once each time.
          cancel(nextAttempt);
          nextAttempt = null;
          sessions.withdrawNext();
        }
        case WAITING -> {}
        case LOST -> {
          if (current.markLost()) {
            log.info("The watch on the {} is lost; listing them anew.", watched);
          }
          attemptAfter(Duration.ZERO);
        }
      }
    } catch (Throwable e) {
      failed(current, e);
    }
  }

  /** Looks at the session that counts. */
  private SignsOfLife.Verdict look(WatchSession<T> current) {
    SignsOfLife.Verdict verdict = current.look();
    if (!current.isListing()) {
      confirmed = current.lastSign();
    }
    if (verdict == SignsOfLife.Verdict.WATCHING) {
      problems.watching();
    }
    return verdict;
  }

  private void scheduleCheck() {
    lock.lock();
    try {
      if (!closed) {
        nextCheck = environment.scheduler().schedule(CHECK_INTERVAL, this::check);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void changed() {
    updates.changed();
  }

  private void publish() {
    WatchSession<T> current = sessions.current();
    if (current != null && !current.isListing()) {
      confirmed = current.lastSign();
      feed.publish(current.objects());
    }
  }

  @Override
  public void whileCurrent(WatchSession<T> candidate, Runnable action) {
    guarded(
        () -> {
          if (sessions.counts(candidate)) {
            action.run();
          }
        });
  }

  /** Runs an action under the lock. What it throws, such as an informer's store, is a failure. */
  private void guarded(Runnable action) {
    lock.lock();
    try {
      if (!closed) {
        action.run();
      }
    } catch (Throwable e) {
      WatchSession<T> current = sessions.current();
      if (current == null) {
        log.error("Could not tell of the {}.", watched, e);
      } else {
        failed(current, e);
      }
    } finally {
      lock.unlock();
    }
    stopRetired();
  }

  /** How the watch fares at present. */
  WatchStatus status() {
    return locked(
        () -> {
          WatchSession<T> current = sessions.current();
          return new WatchStatus(
              current != null && current.isWatching(),
              confirmed == null ? null : Duration.ofNanos(environment.nanoTime() - confirmed),
              problems.last());
        });
  }

  /** Ends the watching. Idempotent. */
  void close() {
    lock.lock();
    try {
      closed = true;
      cancel(nextCheck);
      cancel(nextAttempt);
      updates.cancel();
      sessions.end();
    } finally {
      lock.unlock();
    }
    stopRetired();
  }

  private static void cancel(Scheduler.@Nullable Task task) {
    if (task != null) {
      task.cancel();
    }
  }
}
