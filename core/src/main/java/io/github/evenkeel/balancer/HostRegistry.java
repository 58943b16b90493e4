/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.balancer;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.Maps;
import com.google.common.collect.Sets;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointAttachment;
import io.github.evenkeel.EndpointId;
import io.github.evenkeel.EndpointStatistics;
import io.github.evenkeel.internal.host.Capacity;
import io.github.evenkeel.internal.host.Host;
import io.github.evenkeel.internal.host.HostStats;
import io.github.evenkeel.internal.host.OutcomeObserver;
import io.github.evenkeel.internal.pick.PickerFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of a load balancer and where each is in its {@linkplain Host.State life}. Hosts that
 * stay keep their places, so that a round robin goes on where it was. Guarded by the load
 * balancer's lock.
 */
final class HostRegistry {
  private final PickerFactory pickers;
  private final @Nullable Function<Endpoint, ? extends EndpointAttachment> attachments;
  private final Function<Endpoint, Capacity> capacities;
  private final Supplier<OutcomeObserver> outcomeObservers;
  private final Map<EndpointId, Host> present = new LinkedHashMap<>();
  private final Map<EndpointId, Host> draining = new LinkedHashMap<>();

  HostRegistry(
      PickerFactory pickers,
      @Nullable Function<Endpoint, ? extends EndpointAttachment> attachments,
      Function<Endpoint, Capacity> capacities,
      Supplier<OutcomeObserver> outcomeObservers) {
    this.pickers = pickers;
    this.attachments = attachments;
    this.capacities = capacities;
    this.outcomeObservers = outcomeObservers;
  }

  /**
   * What an update changes.
   *
   * @param added hosts that were not there before, and are warming
   * @param removed hosts that drain from now on
   * @param described whether the properties of others have changed
   */
  record Change(List<Host> added, List<Host> removed, boolean described) {
    boolean isNone() {
      return added.isEmpty() && removed.isEmpty() && !described;
    }
  }

  /** The load balancer now has exactly these endpoints. */
  Change update(Collection<Endpoint> endpoints) {
    // One that is back after its last request has ended is new.
    forgetDrained();
    Map<EndpointId, Endpoint> wanted = Maps.newLinkedHashMapWithExpectedSize(endpoints.size());
    for (Endpoint endpoint : endpoints) {
      wanted.putIfAbsent(endpoint.id(), endpoint);
    }
    List<Host> added = hostsOf(Sets.difference(wanted.keySet(), present.keySet()), wanted);

    List<Host> removed = new ArrayList<>();
    boolean described = false;
    for (Iterator<Host> hosts = present.values().iterator(); hosts.hasNext(); ) {
      Host host = hosts.next();
      Endpoint endpoint = wanted.get(host.id());
      if (endpoint == null) {
        hosts.remove();
        removed.add(host);
      } else {
        described |= describe(host, endpoint);
      }
    }
    for (Host host : added) {
      describe(host, requireNonNull(wanted.get(host.id())));
      restore(host);
      present.put(host.id(), host);
    }
    for (Host host : removed) {
      host.enter(Host.State.DRAINING);
      draining.put(host.id(), host);
    }
    return new Change(added, removed, described);
  }

  /** The hosts of these endpoints. If the client fails to attach something, nothing has changed. */
  private List<Host> hostsOf(Set<EndpointId> ids, Map<EndpointId, Endpoint> endpoints) {
    List<Host> hosts = new ArrayList<>();
    try {
      for (EndpointId id : ids) {
        Host returning = draining.get(id);
        hosts.add(returning == null ? newHost(requireNonNull(endpoints.get(id))) : returning);
      }
      return hosts;
    } catch (Throwable e) {
      hosts.stream().filter(host -> !draining.containsValue(host)).forEach(Attachments::drain);
      throw e;
    }
  }

  private Host newHost(Endpoint endpoint) {
    HostStats stats = new HostStats(pickers.newResponseTimes());
    return new Host(
        endpoint,
        attachments == null ? null : attachments.apply(endpoint),
        stats,
        pickers.newObserver(stats),
        capacities.apply(endpoint),
        outcomeObservers.get());
  }

  private static boolean describe(Host host, Endpoint endpoint) {
    if (host.endpoint().equals(endpoint)) {
      return false;
    }
    host.describe(endpoint);
    return true;
  }

  /** A host that is back before its last request has ended has that load already. */
  private void restore(Host host) {
    if (draining.remove(host.id()) != null) {
      host.enter(Host.State.WARMING);
      Attachments.restore(host);
    }
  }

  /**
   * The hosts that are prepared: those that take requests, and those that are ejected. If there are
   * none, all that are warming take requests from now on.
   */
  List<Host> prepared() {
    List<Host> prepared = notWarming();
    if (prepared.isEmpty()) {
      present.values().forEach(host -> host.enter(Host.State.ACTIVE));
      prepared = notWarming();
    }
    return prepared;
  }

  private List<Host> notWarming() {
    return present.values().stream().filter(host -> host.state() != Host.State.WARMING).toList();
  }

  /** Forgets the hosts whose last request has ended. */
  void forgetDrained() {
    draining.values().removeIf(host -> host.stats().inFlight() == 0);
  }

  /** What the hosts that take requests have served, and those that still serve some. */
  List<EndpointStatistics> statistics() {
    forgetDrained();
    List<EndpointStatistics> statistics = new ArrayList<>();
    present.values().stream()
        .filter(host -> host.state() != Host.State.WARMING || host.stats().inFlight() > 0)
        .forEach(host -> statistics.add(host.statistics()));
    draining.values().forEach(host -> statistics.add(host.statistics()));
    return List.copyOf(statistics);
  }
}
