/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.internal.health;

import io.github.evenkeel.OutlierDetection;
import io.github.evenkeel.internal.host.Host;

/**
 * A host that a detector has found to be an outlier.
 *
 * @param measured what was measured, in the unit of the detector
 * @param threshold what it was compared with
 */
record Outlier(Host host, OutlierDetection.Detector detector, double measured, double threshold) {}
