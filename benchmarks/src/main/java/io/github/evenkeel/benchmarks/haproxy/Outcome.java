/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

/**
 * How a contestant did in a run.
 *
 * @param share the part of the pods' capacity that it reached
 * @param p50 the median response time in milliseconds
 * @param p99 the response time in milliseconds that one of a hundred responses exceeds
 * @param deepestQueue how many requests waited at most at a pod
 * @param spread the most responses that a pod gave, divided by the mean over the pods
 */
record Outcome(double share, double p50, double p99, double deepestQueue, double spread) {}
