/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.observe;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.OutlierDetection.Detector;
import io.github.evenkeel.internal.option.Check;
import java.time.Duration;

/**
 * An endpoint was ejected.
 *
 * @param service the name of the service
 * @param endpoint the endpoint
 * @param detector what found that it is an outlier
 * @param measured what was measured: a number of failures, a success rate or a share of failures in
 *     percent, or a median in milliseconds
 * @param threshold what it was compared with, in the same unit
 * @param ejectionTime for how long it is ejected
 */
public record EjectionEvent(
    String service,
    Endpoint endpoint,
    Detector detector,
    double measured,
    double threshold,
    Duration ejectionTime) {

  /** Checks the values. */
  public EjectionEvent {
    Check.notNull(service, "service", "the name of a service");
    Check.notNull(endpoint, "endpoint", "an Endpoint");
    Check.notNull(detector, "detector", "a Detector");
    Check.notNull(ejectionTime, "ejectionTime", "a Duration");
  }
}
