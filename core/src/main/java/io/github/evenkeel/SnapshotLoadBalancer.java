/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Picks from an immutable snapshot. {@code snapshot} is written under {@code lock} and read by
 * every request; the registry, {@code active} and {@code draining}, is only touched under {@code
 * lock}.
 */
final class SnapshotLoadBalancer implements LoadBalancer {
  private final String service;
  private final SelectorFactory selectors;
  private final LongSupplier nanoClock;

  private final ReentrantLock lock = new ReentrantLock();
  private Map<EndpointId, Host> active = Map.of();
  private final Map<EndpointId, Host> draining = new LinkedHashMap<>();

  /** Null while there are no endpoints. */
  private volatile @Nullable Selector snapshot;

  SnapshotLoadBalancer(String service, SelectorFactory selectors, LongSupplier nanoClock) {
    this.service = service;
    this.selectors = selectors;
    this.nanoClock = nanoClock;
  }

  @Override
  public void setEndpoints(Collection<Endpoint> endpoints) {
    Map<EndpointId, Endpoint> wanted = new LinkedHashMap<>();
    for (Endpoint endpoint : endpoints) {
      wanted.putIfAbsent(endpoint.id(), endpoint);
    }

    lock.lock();
    try {
      if (isUnchanged(wanted)) {
        return;
      }
      Map<EndpointId, Host> next = new LinkedHashMap<>();
      // Hosts that stay keep their places, so that a round robin goes on where it was.
      active.forEach(
          (id, host) -> {
            Endpoint endpoint = wanted.get(id);
            if (endpoint == null) {
              draining.put(id, host);
            } else {
              next.put(id, host.with(endpoint));
            }
          });
      draining.values().removeIf(host -> host.inFlight() == 0);
      wanted.forEach(
          (id, endpoint) -> {
            if (!next.containsKey(id)) {
              // One that comes back while still serving has that much load already.
              Host returning = draining.remove(id);
              next.put(id, returning == null ? new Host(endpoint) : returning.with(endpoint));
            }
          });
      active = next;
      snapshot = next.isEmpty() ? null : selectors.over(new HostSet(next.values()));
    } finally {
      lock.unlock();
    }
  }

  private boolean isUnchanged(Map<EndpointId, Endpoint> wanted) {
    return wanted.size() == active.size()
        && wanted.values().stream()
            .allMatch(
                endpoint -> {
                  Host host = active.get(endpoint.id());
                  return host != null && host.endpoint().equals(endpoint);
                });
  }

  @Override
  public Lease beginRequest(RequestContext request) throws NoEndpointAvailableException {
    Selector selector = snapshot;
    if (selector == null) {
      throw new NoEndpointAvailableException(
          service,
          "0 endpoints are known. Check that its pods are running and ready, and that its"
              + " discovery works",
          null);
    }
    Host host = selector.select(request);
    host.begin();
    return new HostLease(this, host, nanoClock.getAsLong());
  }

  @Override
  public void endRequest(Lease lease, Outcome outcome) {
    requireNonNull(outcome, "outcome");
    if (!(lease instanceof HostLease hostLease) || hostLease.issuer() != this) {
      throw new IllegalArgumentException(
          "lease must be one that the balancer of service " + service + " gave, but was " + lease);
    }
    if (hostLease.end()) {
      hostLease.host().end(outcome, nanoClock.getAsLong() - hostLease.beganAtNanos());
    }
  }

  @Override
  public List<EndpointStatistics> statistics() {
    lock.lock();
    try {
      List<EndpointStatistics> statistics = new ArrayList<>(active.size() + draining.size());
      active.values().forEach(host -> statistics.add(host.statistics(false)));
      draining.values().removeIf(host -> host.inFlight() == 0);
      draining.values().forEach(host -> statistics.add(host.statistics(true)));
      return List.copyOf(statistics);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "LoadBalancer[" + service + "]";
  }
}
