/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;

/** The hosts that a request may be sent to: at least one, in a fixed order. Immutable. */
final class HostSet {
  private final Host[] hosts;

  HostSet(Collection<Host> hosts) {
    this(hosts.toArray(Host[]::new));
  }

  private HostSet(Host[] hosts) {
    this.hosts = hosts;
  }

  int size() {
    return hosts.length;
  }

  Host get(int index) {
    return hosts[index];
  }

  /**
   * Those that {@code request} has not tried yet, or all if it has tried all. Costs nothing but for
   * a retry.
   */
  HostSet untriedBy(RequestContext request) {
    Set<EndpointId> tried = request.tried();
    if (tried.isEmpty()) {
      return this;
    }
    Host[] untried =
        Arrays.stream(hosts)
            .filter(host -> !tried.contains(host.endpoint().id()))
            .toArray(Host[]::new);
    return untried.length == 0 ? this : new HostSet(untried);
  }
}
