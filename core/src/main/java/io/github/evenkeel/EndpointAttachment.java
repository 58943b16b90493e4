/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What a client keeps for an endpoint as long as the load balancer knows the endpoint, such as its
 * connections. {@link Lease#attachment} gives it to each request, so that a client needs no map of
 * endpoints of its own.
 *
 * <p>The load balancer calls these methods one at a time, from the thread that changes the
 * endpoints. They return quickly. What they throw is logged, and the load balancer goes on.
 */
public interface EndpointAttachment {

  /**
   * The endpoint was added while others take requests. It gets its first request once the returned
   * stage is complete, also exceptionally, or when no other endpoint is left. By default it is
   * complete at once.
   */
  default CompletionStage<?> prepare() {
    return CompletableFuture.completedStage(null);
  }

  /**
   * The endpoint was removed and gets no further requests. Requests that were begun go on, and one
   * that was picked at this moment may still begin.
   */
  default void drain() {}

  /** The endpoint is back before the last of its requests has ended. */
  default void restore() {}
}
