/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Checks an endpoint once. {@link TcpProbe} tries to connect; clients bring others, such as a
 * request over HTTP.
 *
 * <p>The load balancer calls these methods one at a time, under the lock of its control path. They
 * return quickly and do not block: what takes time is up to the future.
 */
@FunctionalInterface
public interface HealthProbe {

  /**
   * Begins to check an endpoint, which is not being checked at that moment.
   *
   * @param timeout after which the load balancer waits no longer. It then cancels the future, as it
   *     does when the endpoint is removed
   * @return a future of the result. If it fails, the endpoint has failed the check. It may complete
   *     on any thread
   */
  CompletableFuture<ProbeResult> probe(Endpoint endpoint, Duration timeout);

  /** The endpoint was removed, and what is kept for it can go. Does nothing by default. */
  default void forget(Endpoint endpoint) {}
}
