/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import java.util.PriorityQueue;

/**
 * Virtual time, and what is to happen in it. Time moves only from one event to the next; events of
 * the same moment happen in the order in which they were planned. For one thread.
 */
final class EventQueue {
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long now;
  private long planned;

  EventQueue(long start) {
    this.now = start;
  }

  /** The virtual time in ticks. */
  long now() {
    return now;
  }

  /** Plans {@code action} for {@code time}, which must not be past. */
  void at(long time, Runnable action) {
    if (time < now) {
      throw new IllegalArgumentException(
          "time of an event must be " + now + " or later, but was " + time);
    }
    events.add(new Event(time, planned++, action));
  }

  /** Plans {@code action} for {@code delay} from now. */
  void after(long delay, Runnable action) {
    at(now + delay, action);
  }

  /** Lets everything happen that is planned, and what that plans in turn. */
  void run() {
    for (Event event = events.poll(); event != null; event = events.poll()) {
      now = event.at;
      event.action.run();
    }
  }

  private record Event(long at, long order, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }
}
