/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.observe;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.OutlierDetection.Detector;
import io.github.evenkeel.internal.option.Check;

/**
 * An endpoint is an outlier, but was not ejected.
 *
 * @param service the name of the service
 * @param endpoint the endpoint
 * @param detector what found that it is an outlier
 * @param measured what was measured, as in {@link EjectionEvent}
 * @param threshold what it was compared with, in the same unit
 * @param reason why it was not ejected
 */
public record EjectionSkippedEvent(
    String service,
    Endpoint endpoint,
    Detector detector,
    double measured,
    double threshold,
    Reason reason) {

  /** Why an outlier is not ejected. */
  public enum Reason {
    /** The enforcing percentage of the detector, as in a dry run. */
    NOT_ENFORCED,

    /** As many endpoints are ejected as may be. */
    MAX_EJECTION_PERCENT
  }

  /** Checks the values. */
  public EjectionSkippedEvent {
    Check.notNull(service, "service", "the name of a service");
    Check.notNull(endpoint, "endpoint", "an Endpoint");
    Check.notNull(detector, "detector", "a Detector");
    Check.notNull(reason, "reason", "a Reason");
  }
}
