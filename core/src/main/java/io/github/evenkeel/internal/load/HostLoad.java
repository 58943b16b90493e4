/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.load;

import io.github.evenkeel.internal.host.HostStats;
import io.github.evenkeel.internal.host.ResponseTimes;

/** What the load of a host is: a pure function of its statistics. */
public interface HostLoad {

  /** Returns the average of response times that the load needs of a host. */
  default ResponseTimes newResponseTimes() {
    return ResponseTimes.NONE;
  }

  /**
   * Returns the load if one more request were sent to the host, in a unit that all hosts share.
   *
   * @param perWeight 1/weight: what a request in flight counts
   * @param lead how many requests the host is ahead of its share by weight; 0 or more
   */
  double of(HostStats stats, double perWeight, double lead, long now);
}
