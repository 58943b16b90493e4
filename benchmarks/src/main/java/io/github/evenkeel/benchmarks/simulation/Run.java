/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

/**
 * The figures of one run of a scene. Times are in units, and of requests that succeeded.
 *
 * @param meanWait mean time in a server's queue
 * @param p99Wait 99th percentile of the time in a server's queue
 * @param p99Response 99th percentile of the time from arrival to the beginning of the response
 * @param unevenness requests sent to the server that got most, divided by the mean over the servers
 * @param watchedShare requests sent to the server that the scene watches, divided by the mean over
 *     the servers; NaN if it watches none
 * @param failures share of the requests that failed
 * @param backlog requests that were still waiting when the last one arrived, divided by all
 */
record Run(
    double meanWait,
    double p99Wait,
    double p99Response,
    double unevenness,
    double watchedShare,
    double failures,
    double backlog) {}
