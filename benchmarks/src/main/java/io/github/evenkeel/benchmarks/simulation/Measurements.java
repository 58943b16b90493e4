/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.Outcome;
import java.util.Arrays;

/** What happened to the requests that arrived after the warm-up. */
final class Measurements {
  private final Sample waits = new Sample();
  private final Sample responses = new Sample();
  private final long[] sentToSeat;
  private long failed;
  private int waitingAtEnd;

  Measurements(int seats) {
    sentToSeat = new long[seats];
  }

  /** A request was sent to the server on {@code seat}. */
  void sent(Request request, int seat) {
    if (isMeasured(request)) {
      sentToSeat[seat]++;
    }
  }

  /** A request ended at {@code now}, after waiting {@code waited} ticks for a slot. */
  void ended(Request request, Outcome outcome, long waited, long now) {
    if (!isMeasured(request)) {
      return;
    }
    if (outcome.isFailure()) {
      failed++;
    } else {
      waits.add(waited);
      responses.add(now - request.arrivedAt());
    }
  }

  /** So many requests were waiting for a slot when the last one had arrived. */
  void waitingAtEnd(int requests) {
    waitingAtEnd = requests;
  }

  private static boolean isMeasured(Request request) {
    return request.arrivedAt() >= 0;
  }

  /** The figures of this run. */
  Run summary() {
    double sent = Arrays.stream(sentToSeat).sum();
    double most = Arrays.stream(sentToSeat).max().orElseThrow();
    return new Run(
        waits.mean(),
        waits.quantile(0.99),
        responses.quantile(0.99),
        most * sentToSeat.length / sent,
        failed / sent,
        waitingAtEnd / sent);
  }
}
