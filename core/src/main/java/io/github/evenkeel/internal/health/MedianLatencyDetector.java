/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.health;

import io.github.evenkeel.MedianLatency;
import io.github.evenkeel.OutlierDetection;
import io.github.evenkeel.internal.host.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** A host is an outlier when its responses take much longer than those of the hosts. */
final class MedianLatencyDetector implements Detector<LatencyWindow> {
  private final MedianLatency options;
  private final Duration interval;

  MedianLatencyDetector(MedianLatency options, Duration interval) {
    this.options = options;
    this.interval = interval;
  }

  private record Median(Host host, double millis) {}

  @Override
  public LatencyWindow newCounter(Runnable urgent, long now) {
    return new LatencyWindow(interval, now);
  }

  @Override
  public List<Outlier> outliers(
      List<Host> active, Function<Host, LatencyWindow> counters, int total, long now) {
    List<Median> medians = new ArrayList<>();
    for (Host host : active) {
      OptionalDouble median = counters.apply(host).medianMillis(options.requestVolume(), now);
      if (median.isPresent()) {
        medians.add(new Median(host, median.getAsDouble()));
      }
    }
    if (medians.size() < options.minimumHosts()) {
      return List.of();
    }
    medians.sort(Comparator.comparingDouble(Median::millis).reversed());
    // Of an even number the lower one, so that of two hosts one can be an outlier.
    double threshold = options.factor() * medians.get(medians.size() / 2).millis;
    return medians.stream()
        .filter(median -> median.millis > threshold)
        .map(
            median ->
                new Outlier(
                    median.host,
                    OutlierDetection.Detector.MEDIAN_LATENCY,
                    median.millis,
                    threshold))
        .toList();
  }
}
