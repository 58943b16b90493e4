/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

/**
 * All slots behind one queue: no slot is ever idle while a request waits. No balancer can do
 * better, for none knows more than the queue does. With exponential service times it is M/M/k.
 */
final class CentralQueue implements Dispatcher {
  private final Observer observer;
  private final Server slots;

  CentralQueue(EventQueue events, int slots, Observer observer) {
    this.observer = observer;
    this.slots = new Server(events, slots, 1);
  }

  @Override
  public void dispatch(Request request) {
    observer.sent(request, 0);
    slots.accept(request, (outcome, waited) -> observer.responded(request, outcome, waited));
  }

  @Override
  public int waiting() {
    return slots.queueLength();
  }
}
