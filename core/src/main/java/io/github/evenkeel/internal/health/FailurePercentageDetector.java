/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.health;

import io.github.evenkeel.FailurePercentage;
import io.github.evenkeel.Outcome;
import io.github.evenkeel.OutlierDetection;
import io.github.evenkeel.internal.host.Host;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** A host is an outlier when too large a share of its requests failed. */
final class FailurePercentageDetector implements Detector<RequestWindow> {
  private final FailurePercentage options;
  private final Duration interval;

  FailurePercentageDetector(FailurePercentage options, Duration interval) {
    this.options = options;
    this.interval = interval;
  }

  @Override
  public RequestWindow newCounter(Runnable urgent, long now) {
    return new RequestWindow(
        interval, now, outcome -> outcome.isFailure() && outcome != Outcome.THROTTLED);
  }

  @Override
  public List<Outlier> outliers(
      List<Host> active, Function<Host, RequestWindow> counters, int total, long now) {
    if (total < options.minimumHosts()) {
      return List.of();
    }
    return active.stream()
        .map(host -> outlier(host, counters.apply(host).until(now)))
        .filter(outlier -> outlier.measured() >= outlier.threshold())
        .sorted(Comparator.comparingDouble(Outlier::measured).reversed())
        .toList();
  }

  private Outlier outlier(Host host, RequestWindow.Counts counts) {
    boolean isEnough = counts.requests() >= options.requestVolume();
    return new Outlier(
        host,
        OutlierDetection.Detector.FAILURE_PERCENTAGE,
        isEnough ? counts.failurePercent() : 0,
        options.threshold());
  }
}
