/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import io.github.evenkeel.Locality;
import io.github.evenkeel.observe.LoadBalancerListener;
import io.github.evenkeel.okhttp.internal.Environment;
import io.github.evenkeel.okhttp.internal.call.RunningCalls;
import io.github.evenkeel.okhttp.internal.check.HttpChecks;
import io.github.evenkeel.okhttp.internal.hedging.HedgeThreads;
import io.github.evenkeel.okhttp.internal.service.Readiness;
import io.github.evenkeel.okhttp.internal.transport.Preconnector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the services of one load balancer have in common. */
record Shared(
    RunningCalls running,
    Preconnector preconnector,
    HttpChecks httpChecks,
    HedgeThreads hedgeThreads,
    Readiness readiness,
    List<LoadBalancerListener> listeners,
    @Nullable Locality locality,
    Environment environment) {}
