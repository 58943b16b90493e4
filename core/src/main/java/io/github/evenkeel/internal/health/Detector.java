/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.health;

import io.github.evenkeel.internal.host.Host;
import java.util.List;
import java.util.function.Function;

/**
 * A rule by which hosts are outliers.
 *
 * @param <C> what it counts of each host
 */
interface Detector<C extends Counter> {

  /**
   * Returns the counter of a new host.
   *
   * @param urgent tells the control path that there is an outlier
   */
  C newCounter(Runnable urgent, long now);

  /**
   * Finds the outliers among hosts, the worst first, since only some of them may be ejected. For
   * the control path.
   *
   * @param active the hosts that get requests
   * @param counters their counters
   * @param total how many hosts there are
   */
  List<Outlier> outliers(List<Host> active, Function<Host, C> counters, int total, long now);
}
