/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.limit;

import io.github.evenkeel.internal.host.HostSet;

/**
 * Another limit, and that of hosts that are half-open.
 *
 * @param limit of all hosts
 */
public record HalfOpenLimit(HostLimit limit) implements HostLimit {
  @Override
  public int of(HostSet all, int index) {
    return Math.min(limit.of(all, index), all.host(index).maxInFlight());
  }
}
