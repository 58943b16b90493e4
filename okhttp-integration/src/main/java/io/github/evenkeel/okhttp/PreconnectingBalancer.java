/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointId;
import io.github.evenkeel.EndpointStatistics;
import io.github.evenkeel.Lease;
import io.github.evenkeel.LoadBalancer;
import io.github.evenkeel.NoEndpointAvailableException;
import io.github.evenkeel.Outcome;
import io.github.evenkeel.RequestContext;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A balancer that picks a new endpoint only once there are connections to it, or it has kept us
 * waiting for too long.
 *
 * <p>{@code lock} guards what is known of endpoints: the list is set by one thread, connections
 * come about on others. Requests do not touch it.
 */
final class PreconnectingBalancer implements LoadBalancer {
  private final LoadBalancer balancer;
  private final Function<Endpoint, CompletableFuture<?>> opener;
  private final Duration timeout;
  private final Timer timer;

  private final ReentrantLock lock = new ReentrantLock();
  private List<Endpoint> endpoints = List.of();

  /** Those that take traffic. */
  private final Set<EndpointId> admitted = new HashSet<>();

  private final Map<EndpointId, CompletableFuture<?>> openings = new HashMap<>();

  /**
   * Makes a balancer.
   *
   * @param balancer what picks
   * @param opener opens connections to an endpoint; the future is complete when they are open or
   *     have failed. It is canceled when the endpoint is gone, and ends with a {@link
   *     TimeoutException} when the endpoint takes traffic all the same
   */
  PreconnectingBalancer(
      LoadBalancer balancer,
      Function<Endpoint, CompletableFuture<?>> opener,
      Duration timeout,
      Timer timer) {
    this.balancer = balancer;
    this.opener = opener;
    this.timeout = timeout;
    this.timer = timer;
  }

  @Override
  public void setEndpoints(Collection<Endpoint> all) {
    lock.lock();
    try {
      endpoints = List.copyOf(all);
      Set<EndpointId> ids = all.stream().map(Endpoint::id).collect(Collectors.toSet());
      forgetOthers(ids);
      if (admitted.isEmpty()) {
        admitted.addAll(ids); // There is nobody else to send requests to.
      }
      for (Endpoint endpoint : all) {
        if (!admitted.contains(endpoint.id()) && !openings.containsKey(endpoint.id())) {
          holdBack(endpoint);
        }
      }
      publish();
    } finally {
      lock.unlock();
    }
  }

  private void forgetOthers(Set<EndpointId> ids) {
    admitted.retainAll(ids);
    for (EndpointId id : Set.copyOf(openings.keySet())) {
      if (!ids.contains(id)) {
        // First forgotten, then canceled: the end of it does not admit the endpoint then.
        CompletableFuture<?> opening = openings.remove(id);
        if (opening != null) {
          opening.cancel(false);
        }
      }
    }
  }

  private void holdBack(Endpoint endpoint) {
    EndpointId id = endpoint.id();
    CompletableFuture<?> opening = opener.apply(endpoint);
    if (opening.isDone()) {
      admitted.add(id);
      return;
    }
    openings.put(id, opening);
    var unused = opening.whenComplete((nothing, failure) -> admit(id, opening));
    timer.after(timeout, () -> opening.completeExceptionally(new TimeoutException()));
  }

  private void admit(EndpointId id, CompletableFuture<?> opening) {
    lock.lock();
    try {
      if (openings.remove(id, opening)) {
        admitted.add(id);
        publish();
      }
    } finally {
      lock.unlock();
    }
  }

  private void publish() {
    balancer.setEndpoints(
        endpoints.stream().filter(endpoint -> admitted.contains(endpoint.id())).toList());
  }

  @Override
  public Lease beginRequest(RequestContext request) throws NoEndpointAvailableException {
    return balancer.beginRequest(request);
  }

  @Override
  public void endRequest(Lease lease, Outcome outcome) {
    balancer.endRequest(lease, outcome);
  }

  @Override
  public List<EndpointStatistics> statistics() {
    return balancer.statistics();
  }

  @Override
  public String toString() {
    return "PreconnectingBalancer[" + balancer + "]";
  }
}
