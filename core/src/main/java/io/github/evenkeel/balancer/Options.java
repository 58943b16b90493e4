/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.balancer;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointAttachment;
import io.github.evenkeel.HealthCheck;
import io.github.evenkeel.HealthProbe;
import io.github.evenkeel.Locality;
import io.github.evenkeel.OutlierDetection;
import io.github.evenkeel.RequestQueue;
import io.github.evenkeel.Scheduler;
import io.github.evenkeel.SlowStart;
import io.github.evenkeel.Subsets;
import io.github.evenkeel.internal.host.Capacity;
import io.github.evenkeel.internal.pick.PickerFactory;
import io.github.evenkeel.observe.LoadBalancerListener;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a load balancer is built with.
 *
 * @param pickers the algorithm at work
 * @param subsets which subsets of endpoints requests go to
 * @param locality where the caller is, if endpoints near it are preferred
 * @param overflow the algorithm for requests that leave it
 * @param capacities makes the capacity of a new host
 * @param capped whether hosts have one at all
 * @param maxRequests how many requests all hosts together may have in flight
 * @param queue where requests wait for room
 * @param maxBackOff for how long an endpoint may ask not to be used
 */
record Options(
    String service,
    PickerFactory pickers,
    @Nullable SlowStart slowStart,
    @Nullable OutlierDetection outlierDetection,
    @Nullable Checking checking,
    List<LoadBalancerListener> listeners,
    @Nullable Function<Endpoint, ? extends EndpointAttachment> attachments,
    Subsets subsets,
    @Nullable Locality locality,
    PickerFactory overflow,
    Function<Endpoint, Capacity> capacities,
    boolean capped,
    int maxRequests,
    RequestQueue queue,
    Duration maxBackOff,
    LongSupplier nanoClock,
    Scheduler scheduler,
    Supplier<? extends RandomGenerator> random) {

  /**
   * How endpoints are checked.
   *
   * @param options when, and what follows
   * @param probe makes a check
   */
  record Checking(HealthCheck options, HealthProbe probe) {}

  /** Whether endpoints that are there may be unfit for requests. */
  boolean judgesHosts() {
    return outlierDetection != null || checking != null;
  }

  /** With a smaller share of healthy hosts, in percent, all are used. */
  double panicThreshold() {
    OutlierDetection detection =
        outlierDetection == null ? OutlierDetection.defaults() : outlierDetection;
    return detection.panicThreshold();
  }

  /** Whether a request may find no room. */
  boolean hasLimits() {
    return capped || maxRequests < Integer.MAX_VALUE;
  }
}
