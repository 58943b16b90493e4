/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.health;

import io.github.evenkeel.Outcome;
import io.github.evenkeel.OutlierDetection;
import io.github.evenkeel.SuccessRate;
import io.github.evenkeel.internal.host.Host;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/** A host is an outlier when its success rate is far below the mean of the hosts. */
final class SuccessRateDetector implements Detector<RequestWindow> {
  /**
   * A rate below this is bad whatever the deviation, in percent. A deviation can be so large that
   * the threshold is negative, and a host that always fails would stay (trap 19).
   */
  private static final double FLOOR = 15;

  private final SuccessRate options;
  private final Duration interval;

  SuccessRateDetector(SuccessRate options, Duration interval) {
    this.options = options;
    this.interval = interval;
  }

  private record Rate(Host host, double percent) {}

  @Override
  public RequestWindow newCounter(Runnable urgent, long now) {
    return new RequestWindow(interval, now, Outcome::isFailure);
  }

  private static final double ROUNDING = 1e-9;

  @Override
  public List<Outlier> outliers(
      List<Host> active, Function<Host, RequestWindow> counters, int total, long now) {
    List<Rate> rates =
        active.stream()
            .map(host -> rate(host, counters.apply(host).until(now)))
            // A host with few requests would skew the mean (trap 20).
            .filter(rate -> !Double.isNaN(rate.percent))
            .sorted(Comparator.comparingDouble(Rate::percent))
            .toList();
    if (rates.size() < options.minimumHosts()) {
      return List.of();
    }
    double threshold = threshold(rates.stream().mapToDouble(Rate::percent).toArray());
    return rates.stream()
        // What is below by rounding only is no outlier.
        .filter(rate -> rate.percent < threshold - ROUNDING)
        .map(
            rate ->
                new Outlier(
                    rate.host, OutlierDetection.Detector.SUCCESS_RATE, rate.percent, threshold))
        .toList();
  }

  /** NaN if there were too few requests. */
  private Rate rate(Host host, RequestWindow.Counts counts) {
    boolean isEnough = counts.requests() >= options.requestVolume();
    return new Rate(host, isEnough ? counts.successPercent() : Double.NaN);
  }

  private double threshold(double[] percents) {
    double mean = DoubleStream.of(percents).average().orElseThrow();
    double variance =
        DoubleStream.of(percents)
            .map(each -> (each - mean) * (each - mean))
            .average()
            .orElseThrow();
    return Math.max(mean - options.stdevFactor() * Math.sqrt(variance), Math.min(FLOOR, mean));
  }
}
