/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import org.jspecify.annotations.Nullable;

/**
 * How one chooses among the hosts of one snapshot. Called by every request on its own thread: never
 * locks, never blocks, never allocates for each host.
 */
@FunctionalInterface
interface Selector {

  /**
   * Picks a host, if at all possible one that {@code request} has not tried yet, and counts one
   * more request in flight there. Both are one step because some choices hold only if nobody else
   * makes the same at the same time.
   *
   * @param now the time in nanoseconds
   * @return null if hosts of this snapshot were removed meanwhile, so that a choice that holds can
   *     only be made from a newer one
   */
  @Nullable Host begin(RequestContext request, long now);
}
