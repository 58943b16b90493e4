/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.Outcome;
import java.util.Arrays;

/** What happened to the requests that arrived after the warm-up. For one thread. */
final class Measurements implements Observer {
  private final EventQueue events;
  private final Scene scene;
  private final Sample waits = new Sample();
  private final Sample responses = new Sample();
  private final long[] sentToSeat;
  private long failed;
  private int waitingAtEnd;

  Measurements(EventQueue events, Scene scene) {
    this.events = events;
    this.scene = scene;
    this.sentToSeat = new long[scene.servers()];
  }

  @Override
  public void sent(Request request, int seat) {
    if (isMeasured(request)) {
      sentToSeat[seat]++;
    }
  }

  @Override
  public void responded(Request request, Outcome outcome, long waited) {
    if (!isMeasured(request)) {
      return;
    }
    if (outcome.isFailure()) {
      failed++;
    } else {
      waits.add(waited);
      responses.add(events.now() - request.arrivedAt());
    }
  }

  @Override
  public void ended(Request request) {}

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
    double watched =
        scene.watched().isPresent() ? sentToSeat[scene.watched().getAsInt()] : Double.NaN;
    return new Run(
        waits.mean(),
        waits.quantile(0.99),
        responses.quantile(0.99),
        most * sentToSeat.length / sent,
        watched * sentToSeat.length / sent,
        failed / sent,
        waitingAtEnd / sent);
  }
}
