/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import io.github.evenkeel.internal.host.Capacity;
import io.github.evenkeel.internal.host.Host;
import io.github.evenkeel.internal.host.HostObserver;
import io.github.evenkeel.internal.host.HostSet;
import io.github.evenkeel.internal.host.HostStats;
import io.github.evenkeel.internal.host.ResponseTimes;
import java.util.List;

/** Sets of hosts, for what is tested without a load balancer. */
@SuppressWarnings("exports") // A test that shares this is in the same module.
public final class Hosts {
  private Hosts() {}

  /** Idle hosts of {@code endpoints}, with their weights. */
  public static HostSet of(List<Endpoint> endpoints) {
    return HostSet.of(
        endpoints.stream().map(Hosts::of).toArray(Host[]::new),
        endpoints.stream().mapToDouble(Endpoint::weight).toArray());
  }

  private static Host of(Endpoint endpoint) {
    return new Host(
        endpoint, null, new HostStats(ResponseTimes.NONE), HostObserver.NONE, Capacity.UNLIMITED);
  }
}
