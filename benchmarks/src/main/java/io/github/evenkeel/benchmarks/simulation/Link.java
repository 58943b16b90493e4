/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.Outcome;

/** The network between the clients and one server: all that passes takes the same time. */
final class Link {
  private final EventQueue events;
  private final long delay;
  private final Server server;

  /**
   * Makes the link to {@code server}.
   *
   * @param delay the ticks that a request or a response travels
   */
  Link(EventQueue events, long delay, Server server) {
    this.events = events;
    this.delay = delay;
    this.server = server;
  }

  /** Carries a request to the server, and its response back to {@code caller}. */
  void send(Request request, Server.Caller caller) {
    if (delay == 0) {
      server.accept(request, caller);
    } else {
      events.after(delay, () -> server.accept(request, new Remote(caller)));
    }
  }

  /** A caller at the other end. */
  private final class Remote implements Server.Caller {
    private final Server.Caller caller;

    Remote(Server.Caller caller) {
      this.caller = caller;
    }

    @Override
    public void responded(Outcome outcome, long waited) {
      events.after(delay, () -> caller.responded(outcome, waited));
    }

    @Override
    public void ended() {
      events.after(delay, caller::ended);
    }
  }
}
