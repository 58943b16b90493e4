/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What several independent runs of one scene with one algorithm came to; see {@link Run}. Times are
 * infinite if some queue grew without end: the longer one looks, the longer they are.
 */
record Result(
    Estimate meanWait,
    Estimate p99Wait,
    Estimate p99Response,
    Estimate unevenness,
    Estimate watchedShare,
    Estimate failures) {

  /** If more than this share of the requests still wait at the end, some queue has no end. */
  private static final double LARGEST_BACKLOG = 0.01;

  private static final Estimate ENDLESS = new Estimate(Double.POSITIVE_INFINITY, Double.NaN);

  static Result of(List<Run> runs) {
    boolean stable = estimate(runs, Run::backlog).mean() <= LARGEST_BACKLOG;
    return new Result(
        stable ? estimate(runs, Run::meanWait) : ENDLESS,
        stable ? estimate(runs, Run::p99Wait) : ENDLESS,
        stable ? estimate(runs, Run::p99Response) : ENDLESS,
        estimate(runs, Run::unevenness),
        estimate(runs, Run::watchedShare),
        estimate(runs, Run::failures));
  }

  private static Estimate estimate(List<Run> runs, ToDoubleFunction<Run> figure) {
    return Estimate.of(runs.stream().mapToDouble(figure).toArray());
  }
}
