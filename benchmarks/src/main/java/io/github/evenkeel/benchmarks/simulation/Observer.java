/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.Outcome;

/** Is told what happens to each request. */
interface Observer {

  /** The request was sent to the server on {@code seat}. */
  void sent(Request request, int seat);

  /**
   * The response began, or it failed to come. With {@link Outcome#TIMEOUT} the client gave up.
   *
   * @param request the request
   * @param outcome how the request went
   * @param waited how many ticks it waited for a slot
   */
  void responded(Request request, Outcome outcome, long waited);

  /** The response is complete, or it failed to come. */
  void ended(Request request);
}
