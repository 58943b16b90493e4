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
import io.github.evenkeel.QueueFullException;
import java.util.ArrayList;
import java.util.List;

/** One process that sends requests, and its balancer, which knows of no other client. */
final class Client {
  private final LoadBalancer balancer;
  private final List<Endpoint> endpoints;
  private final Observer observer;

  Client(LoadBalancer balancer, List<Endpoint> endpoints, Observer observer) {
    this.balancer = balancer;
    this.endpoints = new ArrayList<>(endpoints);
    this.observer = observer;
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
    } catch (NoEndpointAvailableException | QueueFullException e) {
      throw new IllegalStateException("A scene must leave every client an endpoint", e);
    }
  }

  /** A request under way: it is sent, the response begins, and the response ends. */
  final class Call implements Server.Caller {
    private final Request request;
    private final Lease lease;
    private State state = State.SENT;
    private Outcome outcome = Outcome.CANCELED;

    private Call(Request request, Lease lease) {
      this.request = request;
      this.lease = lease;
    }

    /** Where it goes. */
    Endpoint endpoint() {
      return lease.endpoint();
    }

    /** Does nothing after the timeout: the response comes too late. */
    @Override
    public void responded(Outcome outcome, long waited) {
      if (state == State.SENT) {
        state = State.RESPONDED;
        this.outcome = outcome;
        if (outcome != Outcome.CONNECT_FAILURE) {
          lease.responded(outcome);
        }
        observer.responded(request, outcome, waited);
      }
    }

    @Override
    public void ended() {
      if (state == State.RESPONDED) {
        state = State.ENDED;
        balancer.endRequest(lease, outcome);
        observer.ended(request);
      }
    }

    /** The client has waited long enough, unless the response has begun. */
    void giveUp() {
      if (state == State.SENT) {
        state = State.ENDED;
        balancer.endRequest(lease, Outcome.TIMEOUT);
        observer.responded(request, Outcome.TIMEOUT, 0);
        observer.ended(request);
      }
    }
  }

  /** How far a call has come. */
  private enum State {
    SENT,
    RESPONDED,
    ENDED
  }
}
