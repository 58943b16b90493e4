/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

/** The common interface of all contenders. Safe for use by many threads. */
interface Balancer {

  /**
   * Picks an endpoint, and does what else the contender does when a request begins.
   *
   * @param turn counts the calling thread's requests, for the choice of an affinity key
   * @return what {@link #end} needs
   */
  Object begin(int turn) throws Exception;

  /** Does what the contender does when a request ends; nothing if it only picks. */
  default void end(Object request) {}
}
