/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

/** What stands between the requests that arrive and the slots that serve them. */
interface Dispatcher {

  /** A request arrives and is sent on. */
  void dispatch(Request request);

  /** The number of requests that wait for a slot at present. */
  int waiting();
}
