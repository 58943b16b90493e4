/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What a request costs in the balancer, for every algorithm and for the peers. {@link
 * io.github.evenkeel.benchmarks.SpeedRun} measures a plan and writes the page about the results.
 */
@NullMarked
package io.github.evenkeel.benchmarks;

import org.jspecify.annotations.NullMarked;
