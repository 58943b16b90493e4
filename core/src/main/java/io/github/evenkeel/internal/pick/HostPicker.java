/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick;

import io.github.evenkeel.RequestContext;
import io.github.evenkeel.internal.host.HostSet;

/**
 * Chooses a host for a request. Safe for use by many threads: it neither locks, blocks nor
 * allocates for each host.
 */
@FunctionalInterface
public interface HostPicker {

  /**
   * Returns the index of a candidate. Counts nothing: whether the host takes the request is decided
   * afterwards.
   *
   * @param candidates the set that the picker was made for or, for a request that may not use some
   *     of its hosts, what remains of it
   */
  int pick(HostSet candidates, RequestContext request, long now);
}
