/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.discovery;

import com.google.common.util.concurrent.MoreExecutors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One source for several subscribers.
 *
 * <ul>
 *   <li>Writers: any thread counts the sources that are open; whatever else changes is changed by a
 *       task of {@code serial}, one at a time.
 *   <li>Readers: the same tasks.
 *   <li>Invariant: the shared source is subscribed to once, and closed when the last source that
 *       was open is closed, after which no other can be opened.
 *   <li>Why: whoever subscribes late hears the current list at once, and no change twice or not at
 *       all.
 * </ul>
 */
final class SharedInput {
  private static final int CLOSED = -1;

  private final String description;
  private final Executor serial =
      MoreExecutors.newSequentialExecutor(MoreExecutors.directExecutor());
  private final Input input = new Input(serial::execute, this::update);
  private final AtomicBoolean subscribed = new AtomicBoolean();
  private final List<EndpointPublisher> subscribers = new ArrayList<>();

  /** How many sources are open, or {@link #CLOSED}. */
  private final AtomicInteger open = new AtomicInteger();

  SharedInput(String description) {
    this.description = description;
  }

  /** Counts a source as open. */
  EndpointPublisher open() {
    if (open.updateAndGet(count -> count == CLOSED ? CLOSED : count + 1) == CLOSED) {
      throw new IllegalStateException(
          description + " is closed, since the last source that it gave was; share a new source");
    }
    return new EndpointPublisher();
  }

  /**
   * Adds a subscriber.
   *
   * @param subscribeToInput is called for the first one
   */
  void subscribe(
      EndpointPublisher publisher, EndpointListener listener, Consumer<Input> subscribeToInput) {
    publisher.subscribe(description, listener, () -> start(publisher, subscribeToInput));
  }

  private void start(EndpointPublisher publisher, Consumer<Input> subscribeToInput) {
    if (!subscribed.getAndSet(true)) {
      try {
        subscribeToInput.accept(input);
      } catch (Throwable e) {
        subscribed.set(false);
        throw e;
      }
    }
    serial.execute(
        () -> {
          subscribers.add(publisher);
          if (input.wasHeard()) {
            publisher.report(input.endpoints(), input.problems());
          }
        });
  }

  private void update() {
    subscribers.forEach(each -> each.report(input.endpoints(), input.problems()));
  }

  /**
   * Removes a subscriber.
   *
   * @param closeInput is called for the last one
   */
  void close(EndpointPublisher publisher, Runnable closeInput) {
    publisher.close(
        () -> {
          serial.execute(() -> subscribers.remove(publisher));
          if (open.updateAndGet(count -> count == 1 ? CLOSED : count - 1) == CLOSED) {
            closeInput.run();
          }
        });
  }
}
