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

/**
 * Endpoints that are known beforehand and never change, for tests and for services outside of a
 * cluster. They are handed over on the thread that subscribes, before {@link #subscribe} returns.
 * Safe for use by many threads.
 */
public final class StaticEndpoints extends AbstractEndpointSource {
  private final List<Endpoint> endpoints;

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

  /**
   * Returns a source of the endpoints in a text, such as the value of an environment variable:
   *
   * <pre>
   * 10.0.0.1:8080, 10.0.0.2:8080;weight=2, [2001:db8::1]:8080;zone=a;node=n1
   * </pre>
   *
   * @param list IP literals and ports, with commas or line breaks between them. Behind an address
   *     may stand its {@code weight}, {@code zone} and {@code node}, each after a semicolon. What
   *     follows a {@code #} in a line is a comment
   * @throws IllegalArgumentException if there is no endpoint, one is named twice, or something is
   *     neither an address nor such a property. The message tells the line
   */
  public static StaticEndpoints parse(String list) {
    return of(EndpointList.parse(Check.notNull(list, "list of static endpoints", "addresses")));
  }

  @Override
  protected void start() {
    publish(endpoints);
  }

  @Override
  public String toString() {
    return "StaticEndpoints" + endpoints;
  }
}
