/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

import java.io.IOException;
import java.util.List;

/** Something that spreads requests over pods. */
interface Contestant {
  String label();

  boolean isHaproxy();

  /** Opens a new way to the pods, which knows nothing of earlier ones. */
  Route open(List<Pod> pods) throws IOException, InterruptedException;
}
