/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.Lease;
import io.github.evenkeel.LoadBalancer;
import io.github.evenkeel.NoEndpointAvailableException;
import io.github.evenkeel.Outcome;
import java.util.ArrayList;
import java.util.List;

/** One process that sends requests, and its balancer, which knows of no other client. */
final class Client {
  private final LoadBalancer balancer;
  private final List<Endpoint> endpoints;
  private final EventQueue events;
  private final Measurements measurements;

  Client(
      LoadBalancer balancer,
      List<Endpoint> endpoints,
      EventQueue events,
      Measurements measurements) {
    this.balancer = balancer;
    this.endpoints = new ArrayList<>(endpoints);
    this.events = events;
    this.measurements = measurements;
    balancer.setEndpoints(endpoints);
  }

  /** Discovery tells of a new endpoint. */
  void learn(Endpoint endpoint) {
    endpoints.add(endpoint);
    balancer.setEndpoints(endpoints);
  }

  /** Discovery tells that an endpoint is gone. */
  void forget(Endpoint endpoint) {
    endpoints.remove(endpoint);
    balancer.setEndpoints(endpoints);
  }

  /** Lets the balancer pick an endpoint for {@code request}. */
  Call begin(Request request) {
    try {
      return new Call(request, balancer.beginRequest(request.context()));
    } catch (NoEndpointAvailableException e) {
      throw new IllegalStateException("A scene must leave every client an endpoint", e);
    }
  }

  /** A request under way. It ends once: an answer after the timeout comes too late. */
  final class Call implements Server.Caller {
    private final Request request;
    private final Lease lease;
    private boolean ended;

    private Call(Request request, Lease lease) {
      this.request = request;
      this.lease = lease;
    }

    /** Where it goes. */
    Endpoint endpoint() {
      return lease.endpoint();
    }

    @Override
    public void answered(Outcome outcome, long waited) {
      if (!ended) {
        ended = true;
        balancer.endRequest(lease, outcome);
        measurements.ended(request, outcome, waited, events.now());
      }
    }

    /** The client has waited long enough. */
    void giveUp() {
      answered(Outcome.TIMEOUT, 0);
    }
  }
}
