/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.limit;

import io.github.evenkeel.internal.host.HostSet;

/** How many requests a host may have in flight. Safe for use by many threads. */
@FunctionalInterface
public interface HostLimit {
  /** Any number. */
  HostLimit NONE = (all, index) -> Integer.MAX_VALUE;

  /**
   * Returns the limit of a host at present.
   *
   * @param all all hosts of the load balancer
   * @param index the host's index among them
   */
  int of(HostSet all, int index);
}
