/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The load balancer: {@link io.github.evenkeel.balancer.LoadBalancerBuilder} builds one. The
 * control path keeps the hosts and publishes what requests choose from.
 */
@NullMarked
package io.github.evenkeel.balancer;

import org.jspecify.annotations.NullMarked;
