/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.discovery;

import com.google.common.util.concurrent.MoreExecutors;
import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointId;
import io.github.evenkeel.internal.option.Check;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every source owes its subscriber: there is one, it is called by one thread at a time, hears
 * only of changes, once of each problem in an outage, of the end of the outage, and of nothing
 * after the source is closed.
 *
 * <ul>
 *   <li>Writers: any thread moves the state on; whatever else changes is changed by a task of
 *       {@code serial}, one at a time.
 *   <li>Readers: the same tasks.
 *   <li>Invariant: the listener is called within these tasks only, and only before the state is
 *       CLOSED. Tasks run in the order in which they were handed in.
 *   <li>Why: no lock is held while a listener runs, so it may close the source, or make the source
 *       publish again, and no other thread waits for it.
 * </ul>
 */
final class EndpointPublisher {
  private static final Logger logger = LoggerFactory.getLogger(EndpointPublisher.class);

  /**
   * A problem whose message changes each time, by a port or a time in it, shall not flood a log.
   */
  private static final int MAX_PROBLEMS_OF_AN_OUTAGE = 10;

  private enum State {
    NEW,
    STARTING,
    STARTED,
    CLOSED
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
  private final Executor serial =
      MoreExecutors.newSequentialExecutor(MoreExecutors.directExecutor());

  private volatile @Nullable EndpointListener listener;

  /** What messages call the source; known when it is subscribed to. */
  private volatile Object source = "The source of endpoints";

  /** What gives back what the source holds; set before the state is CLOSED. */
  private volatile Runnable stop = () -> {};

  /** What the listener knows; null until it was told for the first time. */
  private @Nullable Set<Endpoint> published;

  /** What the listener was told in this outage; empty if there is none. */
  private final Set<String> told = new HashSet<>();

  /**
   * Takes the subscriber, and starts the source.
   *
   * @param name what messages call the source, by its {@code toString}
   * @param start if it throws, the source may be subscribed to again
   * @throws IllegalStateException if there is a subscriber already, or the source is closed
   */
  void subscribe(Object name, EndpointListener subscriber, Runnable start) {
    Check.notNull(subscriber, "listener", "an EndpointListener");
    if (!state.compareAndSet(State.NEW, State.STARTING)) {
      throw new IllegalStateException(
          state.get() == State.CLOSED
              ? name + " is closed; make a new source"
              : name
                  + " has a subscriber already; make one source for each subscriber, or share one"
                  + " with shared()");
    }
    source = name;
    listener = subscriber;
    State next = State.NEW;
    try {
      start.run();
      next = State.STARTED;
    } finally {
      if (!state.compareAndSet(State.STARTING, next)) {
        serial.execute(this::stop); // Closed meanwhile: what was started must be stopped.
      }
    }
  }

  /**
   * Ends all calls of the listener; one that another thread has begun may still end. Idempotent.
   *
   * @param giveBack runs once, when nothing else of the source runs
   */
  void close(Runnable giveBack) {
    if (state.get() == State.CLOSED) {
      return;
    }
    stop = giveBack;
    State before = state.getAndSet(State.CLOSED);
    if (before == State.NEW || before == State.STARTED) {
      serial.execute(this::stop);
    }
  }

  private void stop() {
    guarded(stop);
  }

  /** Runs a task when no other task runs, unless the source is closed by then. */
  void serially(Runnable task) {
    serial.execute(
        () -> {
          if (state.get() != State.CLOSED) {
            guarded(task);
          }
        });
  }

  /** Whoever hands in a task may be a timer, which would not go on after an exception. */
  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      logger.error("{} failed", source, e);
    }
  }

  /**
   * Tells the listener what it does not know yet.
   *
   * @param endpoints the whole list, or null if there is nothing new to say of it; of several with
   *     the same identity, the first counts
   * @param problems all that is wrong at the moment; none ends the outage, if there is one
   * @throws IllegalStateException if nobody has subscribed yet
   */
  void report(@Nullable Collection<Endpoint> endpoints, List<DiscoveryException> problems) {
    List<Endpoint> list = endpoints == null ? null : withoutDuplicates(endpoints);
    EndpointListener subscriber = listener;
    if (subscriber == null && state.get() == State.CLOSED) {
      return;
    }
    if (subscriber == null) {
      throw new IllegalStateException(
          source + " has no subscriber yet; publish from start() on, not before");
    }
    if (list != null) {
      serially(() -> tell(subscriber, list));
    }
    problems.forEach(problem -> serially(() -> tell(subscriber, problem)));
    if (problems.isEmpty()) {
      serially(() -> tellOfRecovery(subscriber));
    }
  }

  /** One problem as a list. */
  static List<DiscoveryException> only(DiscoveryException problem) {
    return List.of(Check.notNull(problem, "problem", "a DiscoveryException"));
  }

  private static List<Endpoint> withoutDuplicates(Collection<Endpoint> endpoints) {
    Check.noNulls(endpoints, "endpoints", "an Endpoint");
    Map<EndpointId, Endpoint> byId = new LinkedHashMap<>();
    endpoints.forEach(endpoint -> byId.putIfAbsent(endpoint.id(), endpoint));
    return List.copyOf(byId.values());
  }

  private void tell(EndpointListener subscriber, List<Endpoint> endpoints) {
    Set<Endpoint> all = Set.copyOf(endpoints);
    if (!all.equals(published)) {
      published = all;
      subscriber.onEndpoints(endpoints);
    }
  }

  private void tell(EndpointListener subscriber, DiscoveryException problem) {
    if (told.size() < MAX_PROBLEMS_OF_AN_OUTAGE && told.add(String.valueOf(problem.getMessage()))) {
      subscriber.onError(problem);
    }
  }

  private void tellOfRecovery(EndpointListener subscriber) {
    if (!told.isEmpty()) {
      told.clear();
      subscriber.onRecovered();
    }
  }
}
