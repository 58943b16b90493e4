/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.Outcome;

/**
 * Sends one request at a time: the next one when the response to the last one is complete. For one
 * thread.
 */
final class SequentialClient implements Observer {
  private final EventQueue events;
  private final long end;
  private final Workload workload;
  private final SlidingWindow window;
  private Runnable next = () -> {};

  SequentialClient(EventQueue events, Scene scene, Workload workload) {
    this.events = events;
    this.end = VirtualTime.ticks(scene.window());
    this.workload = workload;
    this.window = new SlidingWindow(scene.servers());
  }

  /** Sends requests by {@code dispatcher}, which has to tell this observer of them. */
  void start(Dispatcher dispatcher) {
    next = () -> dispatcher.dispatch(workload.nextRequest());
    next.run();
  }

  @Override
  public void sent(Request request, int seat) {
    window.add(seat);
  }

  @Override
  public void responded(Request request, Outcome outcome, long waited) {}

  @Override
  public void ended(Request request) {
    if (events.now() < end) {
      next.run();
    }
  }

  /** How the requests spread, from the first one on. */
  WindowRange range() {
    return window.range();
  }
}
