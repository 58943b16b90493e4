/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.discovery;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.internal.option.Check;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Endpoints that are known beforehand and never change, for tests and for services outside of a
 * cluster. Safe for use by many threads.
 */
public final class StaticEndpoints implements EndpointSource {
  private final List<Endpoint> endpoints;
  private final AtomicBoolean subscribed = new AtomicBoolean();

  private StaticEndpoints(List<Endpoint> endpoints) {
    this.endpoints = endpoints;
  }

  /**
   * Returns a source of the endpoints at these addresses.
   *
   * @param addresses IP literals and ports, such as {@code 10.1.2.3:8080}
   * @throws IllegalArgumentException if there are none, or one is not an IP literal and a port
   */
  public static StaticEndpoints of(String... addresses) {
    Check.notNull(addresses, "addresses of static endpoints", "IP literals and ports");
    return of(Arrays.stream(addresses).map(Endpoint::of).toList());
  }

  /**
   * Returns a source of these endpoints.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static StaticEndpoints of(Collection<Endpoint> endpoints) {
    Check.noNulls(endpoints, "endpoints of static endpoints", "an Endpoint");
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException(
          "static endpoints must be at least 1, but were 0: a list that never changes would refuse"
              + " every request");
    }
    return new StaticEndpoints(List.copyOf(endpoints));
  }

  /** Hands over the endpoints at once, on the calling thread. */
  @Override
  public void subscribe(EndpointListener listener) {
    Check.notNull(listener, "listener", "an EndpointListener");
    if (subscribed.getAndSet(true)) {
      throw new IllegalStateException(
          "these static endpoints have a subscriber already; make one source for each service");
    }
    listener.onEndpoints(endpoints);
  }

  @Override
  public String toString() {
    return "StaticEndpoints" + endpoints;
  }
}
