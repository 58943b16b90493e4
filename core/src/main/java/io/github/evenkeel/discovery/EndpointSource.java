/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.discovery;

/**
 * Where the endpoints of one service come from: a fixed list, a watch on the Kubernetes API, DNS.
 *
 * <p>A source serves one subscriber. It calls the listener from any thread, but never from two at
 * once, and always with the <em>whole</em> list: the first time when it knows it completely, then
 * after every change. When it loses touch with wherever it looks, it says so by {@link
 * EndpointListener#onError} and keeps silent about endpoints, so that the last known ones stay in
 * use. An empty list means that there are truly none.
 */
public interface EndpointSource extends AutoCloseable {

  /**
   * Starts the flow of endpoints to {@code listener}. Does not wait for the first list.
   *
   * @throws IllegalStateException if the source already has a subscriber or is closed
   */
  void subscribe(EndpointListener listener);

  /** Ends the flow and gives back what the source holds. Idempotent. */
  @Override
  default void close() {}
}
