/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.discovery;

import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a source that others are made from has told last. Used by tasks that run one at a time. */
final class Input implements EndpointListener {
  private final Consumer<Runnable> serially;
  private final Runnable changed;
  private @Nullable List<Endpoint> endpoints;
  private @Nullable DiscoveryException problem;

  /**
   * Makes an input that has told nothing.
   *
   * @param serially runs tasks one at a time
   * @param changed is run by such a task after the input has told something
   */
  Input(Consumer<Runnable> serially, Runnable changed) {
    this.serially = serially;
    this.changed = changed;
  }

  /** The last list; null if there was none yet. */
  @Nullable List<Endpoint> endpoints() {
    return endpoints;
  }

  boolean hasEndpoints() {
    return endpoints != null && !endpoints.isEmpty();
  }

  /** What is wrong at the moment: nothing, or one problem. */
  List<DiscoveryException> problems() {
    return problem == null ? List.of() : List.of(problem);
  }

  /** Whether it has told anything, be it only that it cannot tell. */
  boolean wasHeard() {
    return endpoints != null || problem != null;
  }

  @Override
  public void onEndpoints(List<Endpoint> list) {
    update(() -> endpoints = List.copyOf(list));
  }

  @Override
  public void onError(DiscoveryException failure) {
    update(() -> problem = failure);
  }

  @Override
  public void onRecovered() {
    update(() -> problem = null);
  }

  private void update(Runnable change) {
    serially.accept(
        () -> {
          change.run();
          changed.run();
        });
  }
}
