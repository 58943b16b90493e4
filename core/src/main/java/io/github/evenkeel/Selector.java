/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

/**
 * How one chooses among the hosts of one snapshot. Called by every request on its own thread: never
 * locks, never blocks, never allocates for each host.
 */
@FunctionalInterface
interface Selector {

  /** Returns a host, if at all possible one that {@code request} has not tried yet. */
  Host select(RequestContext request);
}
