/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.load;

import io.github.evenkeel.internal.host.HostStats;
import io.github.evenkeel.internal.host.ResponseTimes;
import java.time.Duration;

/**
 * The peak EWMA of a host's response times, times its requests as {@link InFlightLoad} has them.
 */
public final class PeakEwmaLoad implements HostLoad {
  /**
   * The response time of a host that has requests in flight and has not responded yet: worse than
   * that of any host that has (trap 4). A finite number, so that fewer requests are still better.
   */
  private static final double SILENT_NANOS = Duration.ofHours(1).toNanos();

  /**
   * The response time of a host of which all requests fail, at least: how soon they fail tells
   * nothing (trap 1).
   */
  private static final double FAILING_NANOS = Duration.ofSeconds(1).toNanos();

  private final Duration decay;

  /** Makes a load whose average has this decay. */
  public PeakEwmaLoad(Duration decay) {
    this.decay = decay;
  }

  @Override
  public ResponseTimes newResponseTimes() {
    return new PeakEwma(decay);
  }

  @Override
  public double of(HostStats stats, double perWeight, double lead, long now) {
    double nanos = stats.responseTime(now);
    if (nanos == 0) {
      // A host that is new or was forgotten gets one request at once (trap 3).
      nanos = stats.inFlight() == 0 ? 1 : SILENT_NANOS;
    }
    nanos = Math.max(nanos, stats.failureShare(now) * FAILING_NANOS);
    return nanos * InFlightLoad.requests(stats, perWeight, lead, now);
  }
}
