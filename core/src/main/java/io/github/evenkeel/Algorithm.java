/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

/**
 * How a {@link LoadBalancer} chooses an endpoint for a request. {@link Algorithms} lists them all
 * and accepts one that you write.
 *
 * <p>A value: immutable, and without state of a load balancer. One algorithm may serve any number
 * of load balancers, which share nothing through it. {@link Object#toString} is its name, such as
 * {@code leastRequest}.
 *
 * <p>Not to be implemented: a load balancer refuses an algorithm that does not come from {@link
 * Algorithms} or {@link HashAlgorithm#boundedLoads}.
 */
public interface Algorithm {

  /**
   * Whether a request's {@linkplain RequestContext#affinityKey() affinity key} has a say in where
   * it goes: true for the {@linkplain HashAlgorithm hash algorithms}, also with bounded loads, for
   * {@link Algorithms#sticky}, and for {@link Algorithms#custom}, whose picker may look at it. The
   * other algorithms ignore keys.
   */
  default boolean usesAffinityKeys() {
    return false;
  }
}
