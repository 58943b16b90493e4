/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.Outcome;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Some slots that each serve one request at a time, and one queue in front of them, first come
 * first served. It does not notice when a client has given up on a request, and serves it all the
 * same.
 */
final class Server {
  /** How long it takes to say no. */
  private static final long FAILURE_TICKS = VirtualTime.ticks(0.01);

  private final EventQueue events;
  private final int slots;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int busy;
  private Condition condition = Condition.HEALTHY;

  Server(EventQueue events, int slots) {
    this.events = events;
    this.slots = slots;
  }

  /** Where the answer to a request goes. */
  @FunctionalInterface
  interface Caller {

    /**
     * The answer arrives.
     *
     * @param outcome how the request went
     * @param waited how many ticks it had to wait for a slot
     */
    void answered(Outcome outcome, long waited);
  }

  /** From now on, the server does with what it is sent as {@code condition} says. */
  void turn(Condition condition) {
    this.condition = condition;
  }

  /** The number of requests that wait for a slot. */
  int queueLength() {
    return waiting.size();
  }

  /** A request arrives. */
  void accept(Request request, Caller caller) {
    switch (condition.reaction()) {
      case SERVE -> {
        waiting.add(() -> serve(request, caller));
        serveNext();
      }
      case FAIL -> answerSoon(caller, Outcome.SERVER_ERROR);
      case REFUSE -> answerSoon(caller, Outcome.CONNECT_FAILURE);
      case HANG -> {}
    }
  }

  private void answerSoon(Caller caller, Outcome outcome) {
    events.after(FAILURE_TICKS, () -> caller.answered(outcome, 0));
  }

  private void serveNext() {
    if (busy < slots) {
      Runnable next = waiting.poll();
      if (next != null) {
        busy++;
        next.run();
      }
    }
  }

  private void serve(Request request, Caller caller) {
    long waited = events.now() - request.arrivedAt();
    events.after(
        Math.round(request.demand() * condition.slowdown()),
        () -> {
          busy--;
          serveNext();
          caller.answered(Outcome.SUCCESS, waited);
        });
  }
}
