/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.balancer;

import io.github.evenkeel.RequestContext;
import io.github.evenkeel.internal.host.Host;
import io.github.evenkeel.internal.host.HostSet;
import io.github.evenkeel.internal.limit.HostLimit;
import io.github.evenkeel.internal.pick.HostPicker;
import org.jspecify.annotations.Nullable;

/**
 * What requests choose from, until hosts or weights change: candidates, picker and limit. The one
 * place that knows which hosts a request may not use. Immutable.
 *
 * @param all the hosts that take requests
 * @param picker chooses among them, or among those that remain for a request
 * @param limit how many requests each may have in flight
 */
record Selection(HostSet all, HostPicker picker, HostLimit limit) {
  /** How often to pick again when other threads have filled the host that was picked. */
  private static final int MOST_PICKS = 8;

  /** Picks a host for a request and begins the request on it. */
  Host begin(RequestContext request, long now) {
    HostSet untried = request.tried().isEmpty() ? all : untriedBy(request);
    HostSet candidates = untried;
    for (int i = 0; i < MOST_PICKS; i++) {
      int index = picker.pick(candidates, request, now);
      Host host = candidates.host(index);
      if (host.tryBegin(limit.of(all, candidates.origin(index)), now)) {
        return host;
      }
      candidates = withRoom(untried);
    }
    // Others were faster each time. The limit yields rather than let the request wait for them.
    Host host = candidates.host(picker.pick(candidates, request, now));
    host.begin(now);
    return host;
  }

  /** Those that the request has not tried, or all if it has tried all. */
  private HostSet untriedBy(RequestContext request) {
    HostSet untried = all.where(i -> !request.tried().contains(all.host(i).id()));
    return untried == null ? all : untried;
  }

  /**
   * Those that are not full: of {@code preferred} or, if these are all full, of all. The limit may
   * yield, but not to a host that is half-open.
   */
  private HostSet withRoom(HostSet preferred) {
    HostSet some = whereRoom(preferred);
    if (some == null) {
      some = whereRoom(all);
    }
    if (some == null) {
      some = all.where(i -> all.inFlight(i) < all.host(i).maxInFlight());
    }
    return some == null ? all : some;
  }

  private @Nullable HostSet whereRoom(HostSet hosts) {
    return hosts.where(i -> hosts.inFlight(i) < limit.of(all, hosts.origin(i)));
  }
}
