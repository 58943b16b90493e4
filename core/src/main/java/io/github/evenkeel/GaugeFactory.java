/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

/** Makes the gauges of one balancer. Called by one thread at a time. */
@FunctionalInterface
interface GaugeFactory {

  /** Returns the gauge of a new host. */
  Gauge newGauge();
}
