/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

import java.util.Collection;
import java.util.List;

/** Exchanges that ended within a span of time, and what can be said of them. */
record Exchanges(List<Exchange> all) {
  Exchanges {
    all = List.copyOf(all);
  }

  /** Those of {@code exchanges} that ended at {@code from} or later but before {@code to}. */
  static Exchanges between(long from, long to, Collection<Exchange> exchanges) {
    return new Exchanges(
        exchanges.stream().filter(it -> it.ended() - from >= 0 && it.ended() - to < 0).toList());
  }

  /** How much work was done, in units of the mean request. */
  double work() {
    return all.stream().mapToDouble(Exchange::work).sum();
  }

  /** The response time within which the share {@code p} of the responses came. */
  double millis(double p) {
    return Statistics.quantile(p, all.stream().mapToDouble(Exchange::millis).toArray());
  }

  long countOf(Pod pod) {
    return all.stream().filter(it -> it.port() == pod.port()).count();
  }

  /** The pod's part of the responses; 0 if there were none. */
  double shareOf(Pod pod) {
    return all.isEmpty() ? 0 : (double) countOf(pod) / all.size();
  }
}
