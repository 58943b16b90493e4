/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.pick;

import io.github.evenkeel.internal.host.HostObserver;
import io.github.evenkeel.internal.host.HostSet;
import io.github.evenkeel.internal.host.HostStats;
import io.github.evenkeel.internal.host.ResponseTimes;
import io.github.evenkeel.internal.limit.HostLimit;

/**
 * An algorithm at work in one load balancer. Keeps what outlives a set of hosts, such as the turn
 * of a round robin. Called by the control path, one thread at a time.
 */
@FunctionalInterface
public interface PickerFactory {

  /** Returns a picker for the hosts that the load balancer has from now on. */
  HostPicker pickerFor(HostSet all, long now);

  /** Returns the average of response times that the algorithm needs of a new host. */
  default ResponseTimes newResponseTimes() {
    return ResponseTimes.NONE;
  }

  /** Returns what the algorithm derives from the statistics of a new host. */
  default HostObserver newObserver(HostStats stats) {
    return HostObserver.NONE;
  }

  /** The limit that is part of the algorithm. */
  default HostLimit limit() {
    return HostLimit.NONE;
  }
}
