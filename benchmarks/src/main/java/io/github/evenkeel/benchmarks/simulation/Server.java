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
 * first served. A server does not notice when a client has given up on a request, and serves it all
 * the same.
 */
final class Server {
  /** How long it takes to reject a request. */
  private static final long FAILURE_TICKS = VirtualTime.ticks(0.01);

  private final EventQueue events;
  private final int slots;
  private final double slowdown;
  private final Pauses pauses;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int busy;
  private Condition condition = Condition.HEALTHY;

  Server(EventQueue events, int slots, double slowdown) {
    this.events = events;
    this.slots = slots;
    this.slowdown = slowdown;
    this.pauses = new Pauses(events);
  }

  /** Where the response to a request goes. */
  @FunctionalInterface
  interface Caller {

    /**
     * The response begins.
     *
     * @param outcome how the request went
     * @param waited how many ticks it waited for a slot
     */
    void responded(Outcome outcome, long waited);

    /** The response is complete. */
    default void ended() {}
  }

  /** From now on, the server does with what it is sent as {@code condition} says. */
  void turn(Condition condition) {
    this.condition = condition;
  }

  /**
   * For {@code ticks} from now, the server serves nothing, neither what it began nor what waits.
   */
  void pause(long ticks) {
    pauses.begin(ticks);
    events.after(ticks, this::fillSlots);
  }

  /** The number of requests that wait for a slot. */
  int queueLength() {
    return waiting.size();
  }

  /** A request arrives. */
  void accept(Request request, Caller caller) {
    switch (condition.reaction()) {
      case SERVE -> {
        long arrival = events.now();
        waiting.add(() -> serve(request, arrival, caller));
        fillSlots();
      }
      case FAIL -> failSoon(caller, Outcome.SERVER_ERROR);
      case REFUSE -> failSoon(caller, Outcome.CONNECT_FAILURE);
      case HANG -> {}
    }
  }

  private void failSoon(Caller caller, Outcome outcome) {
    events.after(
        FAILURE_TICKS,
        () -> {
          caller.responded(outcome, 0);
          caller.ended();
        });
  }

  private void fillSlots() {
    while (busy < slots && !waiting.isEmpty() && !pauses.isPaused()) {
      busy++;
      waiting.remove().run();
    }
  }

  private void serve(Request request, long arrival, Caller caller) {
    long waited = events.now() - arrival;
    long work = Math.round(request.demand() * slowdown * condition.slowdown());
    pauses.afterWork(work, () -> respond(request, caller, waited));
  }

  private void respond(Request request, Caller caller, long waited) {
    busy--;
    fillSlots();
    caller.responded(Outcome.SUCCESS, waited);
    if (request.body() == 0) {
      caller.ended();
    } else {
      events.after(request.body(), caller::ended);
    }
  }
}
