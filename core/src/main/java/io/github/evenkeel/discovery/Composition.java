/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.discovery;

import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A source that is made from others. It knows them as {@link Input}s only: {@link EndpointSource}
 * connects them. Each time that one of them tells something, {@link #update} says anew what follows
 * from all of them; the {@link EndpointPublisher} sees to it that only changes are told.
 */
abstract class Composition {
  private final String description;
  private final EndpointPublisher publisher = new EndpointPublisher();

  /**
   * Makes a composition that is at rest.
   *
   * @param description what messages call it
   */
  Composition(String description) {
    this.description = description;
  }

  /** What is connected to the sources it is made from, in their order. */
  abstract List<Input> inputs();

  /** Reports what follows from the inputs. Called by tasks that run one at a time. */
  abstract void update();

  /** Gives back what it holds itself. Called once, by such a task; does nothing by default. */
  void stop() {}

  final Input newInput() {
    return new Input(this::serially, this::update);
  }

  final void serially(Runnable task) {
    publisher.serially(task);
  }

  final void report(@Nullable Collection<Endpoint> endpoints, List<DiscoveryException> problems) {
    publisher.report(endpoints, problems);
  }

  final void subscribe(EndpointListener listener, Runnable subscribeToInputs) {
    publisher.subscribe(this, listener, subscribeToInputs);
  }

  final void close(Runnable closeInputs) {
    publisher.close(
        () -> {
          stop();
          closeInputs.run();
        });
  }

  @Override
  public final String toString() {
    return description;
  }

  static List<DiscoveryException> problemsOf(Input... inputs) {
    return Stream.of(inputs).flatMap(input -> input.problems().stream()).toList();
  }
}
