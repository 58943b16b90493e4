/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

/**
 * All slots behind one queue, M/M/k: no slot is ever idle while a request waits. No balancer can do
 * better, for none knows more than the queue does.
 */
final class CentralQueue implements Dispatcher {
  private final EventQueue events;
  private final Measurements measurements;
  private final Server slots;

  CentralQueue(EventQueue events, int slots, Measurements measurements) {
    this.events = events;
    this.measurements = measurements;
    this.slots = new Server(events, slots);
  }

  @Override
  public void dispatch(Request request) {
    measurements.sent(request, 0);
    slots.accept(
        request, (outcome, waited) -> measurements.ended(request, outcome, waited, events.now()));
  }

  @Override
  public int waiting() {
    return slots.queueLength();
  }
}
