/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.time.Duration;

/**
 * What one endpoint has served, as this client sees it. The numbers are read one after the other
 * while requests go on, so they may be a request apart.
 *
 * @param endpoint the endpoint
 * @param draining whether it gets no requests at present and only finishes what it had begun:
 *     because it was removed, or is back and being prepared
 * @param inFlight requests begun and not yet ended; never negative
 * @param succeeded requests that ended in {@link Outcome#SUCCESS}
 * @param failed requests that ended in a {@linkplain Outcome#isFailure() failure}
 * @param canceled requests that ended in {@link Outcome#CANCELED}
 * @param totalLatency the time that the succeeded and failed requests took, from begin to end,
 *     added up
 */
public record EndpointStatistics(
    Endpoint endpoint,
    boolean draining,
    int inFlight,
    long succeeded,
    long failed,
    long canceled,
    Duration totalLatency) {}
