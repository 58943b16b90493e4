/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.health;

import static io.github.evenkeel.OutlierDetection.Detector.CONSECUTIVE_5XX;
import static io.github.evenkeel.OutlierDetection.Detector.CONSECUTIVE_GATEWAY_FAILURES;

import io.github.evenkeel.Outcome;
import io.github.evenkeel.OutlierDetection;
import io.github.evenkeel.internal.host.Host;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** A host is an outlier when several requests in a row have failed. */
final class ConsecutiveFailuresDetector implements Detector<ConsecutiveFailures> {
  private static final Set<Outcome> GATEWAY_FAILURES =
      EnumSet.of(
          Outcome.GATEWAY_ERROR,
          Outcome.CONNECT_FAILURE,
          Outcome.CONNECTION_FAILURE,
          Outcome.TIMEOUT);

  private static final Set<Outcome> FAILURES =
      EnumSet.of(
          Outcome.SERVER_ERROR,
          Outcome.GATEWAY_ERROR,
          Outcome.CONNECT_FAILURE,
          Outcome.CONNECTION_FAILURE,
          Outcome.TIMEOUT);

  private final OutlierDetection.Detector detector;
  private final Set<Outcome> failures;
  private final int threshold;

  private ConsecutiveFailuresDetector(
      OutlierDetection.Detector detector, Set<Outcome> failures, int threshold) {
    this.detector = detector;
    this.failures = failures;
    this.threshold = threshold;
  }

  static ConsecutiveFailuresDetector ofAll(int threshold) {
    return new ConsecutiveFailuresDetector(CONSECUTIVE_5XX, FAILURES, threshold);
  }

  static ConsecutiveFailuresDetector ofGateway(int threshold) {
    return new ConsecutiveFailuresDetector(
        CONSECUTIVE_GATEWAY_FAILURES, GATEWAY_FAILURES, threshold);
  }

  @Override
  public ConsecutiveFailures newCounter(Runnable urgent, long now) {
    return new ConsecutiveFailures(threshold, failures::contains, urgent);
  }

  @Override
  public List<Outlier> outliers(
      List<Host> active, Function<Host, ConsecutiveFailures> counters, int total, long now) {
    return active.stream()
        .filter(host -> counters.apply(host).take())
        .map(host -> new Outlier(host, detector, threshold, threshold))
        .toList();
  }
}
