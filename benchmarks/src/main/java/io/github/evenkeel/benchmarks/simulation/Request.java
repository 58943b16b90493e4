/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.RequestContext;

/**
 * One request as it arrives, before any balancer has seen it.
 *
 * @param client the number of the client that has to send it
 * @param context its affinity key
 * @param arrivedAt when, in ticks of virtual time
 * @param demand the ticks that an ordinary healthy server needs until it responds
 * @param body the ticks from the beginning of the response to its end: 0 unless it is a stream
 */
record Request(int client, RequestContext context, long arrivedAt, long demand, long body) {}
