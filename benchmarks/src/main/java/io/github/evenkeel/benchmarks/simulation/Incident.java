/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import java.util.function.Consumer;

/**
 * Something that happens to the servers.
 *
 * @param time when, in units since measuring began; negative during the warm-up
 * @param event what
 */
record Incident(double time, Consumer<Fleet> event) {}
