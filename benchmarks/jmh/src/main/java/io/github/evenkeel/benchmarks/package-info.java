/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What beginning and ending a request costs, for every algorithm and beside the peers; {@link
 * io.github.evenkeel.benchmarks.SpeedRun} measures and writes the page.
 */
@NullMarked
package io.github.evenkeel.benchmarks;

import org.jspecify.annotations.NullMarked;
