/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.Maps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Picks from an immutable snapshot. {@code snapshot} is written under {@code lock} and read by
 * every request; the registry, {@code active}, {@code draining} and {@code ramps}, is only touched
 * under {@code lock}. Requests never wait for it: during slow start one of them makes the next
 * snapshot if nobody else holds the lock.
 */
final class SnapshotLoadBalancer implements LoadBalancer {
  private final String service;
  private final SelectorFactory selectors;
  private final GaugeFactory gauges;
  private final LongSupplier nanoClock;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<EndpointId, Host> active = new LinkedHashMap<>();
  private final Map<EndpointId, Host> draining = new LinkedHashMap<>();
  private final @Nullable Ramps ramps;

  /** Null while there are no endpoints. */
  private volatile @Nullable Snapshot snapshot;

  SnapshotLoadBalancer(
      String service,
      SelectorFactory selectors,
      GaugeFactory gauges,
      @Nullable SlowStart slowStart,
      LongSupplier nanoClock) {
    this.service = service;
    this.selectors = selectors;
    this.gauges = gauges;
    this.ramps = slowStart == null ? null : new Ramps(slowStart);
    this.nanoClock = nanoClock;
  }

  @Override
  public void setEndpoints(Collection<Endpoint> endpoints) {
    Map<EndpointId, Endpoint> wanted = Maps.newLinkedHashMapWithExpectedSize(endpoints.size());
    for (Endpoint endpoint : endpoints) {
      wanted.putIfAbsent(endpoint.id(), endpoint);
    }

    lock.lock();
    try {
      long now = nanoClock.getAsLong();
      boolean isFirst = active.isEmpty();
      boolean isChanged = false;
      List<Host> removed = new ArrayList<>();
      // Hosts that stay keep their places, so that a round robin goes on where it was.
      for (Iterator<Map.Entry<EndpointId, Host>> hosts = active.entrySet().iterator();
          hosts.hasNext(); ) {
        Map.Entry<EndpointId, Host> host = hosts.next();
        Endpoint endpoint = wanted.remove(host.getKey());
        if (endpoint == null) {
          hosts.remove();
          removed.add(host.getValue());
        } else {
          Host described = host.getValue().with(endpoint);
          isChanged |= host.setValue(described) != described;
        }
      }
      if (!isChanged && removed.isEmpty() && wanted.isEmpty()) {
        return;
      }
      // Those that are left are new.
      wanted.forEach(
          (id, endpoint) -> {
            active.put(id, add(endpoint));
            if (ramps != null && !isFirst) {
              ramps.begin(id, now);
            }
          });
      publish(now);
      for (Host host : removed) {
        host.gauge().retire();
        draining.put(host.id(), host);
      }
      forgetDrained();
    } finally {
      lock.unlock();
    }
  }

  private Host add(Endpoint endpoint) {
    Host returning = draining.remove(endpoint.id());
    if (returning == null) {
      return new Host(endpoint, gauges.newGauge());
    }
    // One that comes back while still serving has that much load already.
    returning.gauge().restore();
    return returning.with(endpoint);
  }

  private void forgetDrained() {
    draining
        .values()
        .removeIf(
            host -> {
              boolean drained = host.gauge().inFlight() == 0;
              if (drained) {
                host.gauge().release();
              }
              return drained;
            });
  }

  private void publish(long now) {
    if (active.isEmpty()) {
      snapshot = null;
      return;
    }
    if (ramps == null) {
      snapshot = new Snapshot(selectors.over(hosts(host -> 1)), false, 0);
      return;
    }
    ramps.tidy(active.keySet(), now);
    snapshot =
        new Snapshot(
            selectors.over(hosts(host -> ramps.factor(host.id(), now))),
            !ramps.isEmpty(),
            now + ramps.stepNanos());
  }

  private HostSet hosts(ToDoubleFunction<Host> factor) {
    Host[] hosts = active.values().toArray(Host[]::new);
    return new HostSet(
        hosts,
        Arrays.stream(hosts)
            .mapToDouble(host -> host.endpoint().weight() * factor.applyAsDouble(host))
            .toArray());
  }

  @Override
  public Lease beginRequest(RequestContext request) throws NoEndpointAvailableException {
    long now = nanoClock.getAsLong();
    Snapshot current = snapshot;
    if (current != null && current.ramping && now - current.staleAtNanos >= 0) {
      current = refreshed(now);
    }
    while (current != null) {
      Host host = current.selector.begin(request, now);
      if (host != null) {
        return new HostLease(this, host, now);
      }
      current = snapshot;
    }
    throw new NoEndpointAvailableException(
        service,
        "0 endpoints are known. Check that its pods are running and ready, and that its"
            + " discovery works",
        null);
  }

  private @Nullable Snapshot refreshed(long now) {
    if (lock.tryLock()) {
      try {
        publish(now);
      } finally {
        lock.unlock();
      }
    }
    return snapshot;
  }

  @Override
  public void endRequest(Lease lease, Outcome outcome) {
    requireNonNull(outcome, "outcome");
    if (!(lease instanceof HostLease hostLease) || hostLease.issuer() != this) {
      throw new IllegalArgumentException(
          "lease must be one that the balancer of service " + service + " gave, but was " + lease);
    }
    if (hostLease.end()) {
      hostLease.host().end(hostLease.beganAtNanos(), nanoClock.getAsLong(), outcome);
    }
  }

  @Override
  public List<EndpointStatistics> statistics() {
    lock.lock();
    try {
      List<EndpointStatistics> statistics = new ArrayList<>(active.size() + draining.size());
      active.values().forEach(host -> statistics.add(host.statistics(false)));
      forgetDrained();
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

  /**
   * What requests pick from.
   *
   * @param ramping whether weights rise as time goes by, and are to be computed again from {@code
   *     staleAtNanos} on
   */
  private record Snapshot(Selector selector, boolean ramping, long staleAtNanos) {}
}
