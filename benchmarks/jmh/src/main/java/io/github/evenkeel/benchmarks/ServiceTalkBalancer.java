/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.servicetalk.client.api.ConnectionFactory;
import io.servicetalk.client.api.DefaultServiceDiscovererEvent;
import io.servicetalk.client.api.LoadBalancedConnection;
import io.servicetalk.client.api.LoadBalancer;
import io.servicetalk.client.api.RequestTracker;
import io.servicetalk.client.api.ServiceDiscovererEvent;
import io.servicetalk.concurrent.SingleSource;
import io.servicetalk.concurrent.api.Completable;
import io.servicetalk.concurrent.api.Publisher;
import io.servicetalk.concurrent.api.Single;
import io.servicetalk.concurrent.api.SourceAdapters;
import io.servicetalk.context.api.ContextMap;
import io.servicetalk.loadbalancer.LoadBalancers;
import io.servicetalk.loadbalancer.LoadBalancingPolicies;
import io.servicetalk.loadbalancer.LoadBalancingPolicy;
import io.servicetalk.transport.api.TransportObserver;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * ServiceTalk's balancer with its default outlier detection, over connections that are there at
 * once. A request begins when a connection is selected and the host's tracker told, as the HTTP
 * client does, and ends with the tracker.
 */
final class ServiceTalkBalancer implements Balancer {
  private final LoadBalancer<Connection> balancer;

  private ServiceTalkBalancer(LoadBalancingPolicy<String, Connection> policy, Fleet fleet) {
    List<ServiceDiscovererEvent<String>> hosts =
        IntStream.range(0, fleet.endpoints())
            .<ServiceDiscovererEvent<String>>mapToObj(
                i ->
                    new DefaultServiceDiscovererEvent<>(
                        fleet.ip(i), ServiceDiscovererEvent.Status.AVAILABLE))
            .toList();
    Set<String> failing =
        IntStream.range(0, fleet.endpoints())
            .filter(fleet::fails)
            .mapToObj(fleet::ip)
            .collect(toUnmodifiableSet());
    Publisher<Collection<ServiceDiscovererEvent<String>>> discovered =
        Publisher.<Collection<ServiceDiscovererEvent<String>>>from(hosts).concat(Publisher.never());
    this.balancer =
        LoadBalancers.<String, Connection>builder("benchmark")
            .loadBalancingPolicy(policy)
            .build()
            .newLoadBalancer(discovered, new Connections(failing), "benchmark");
  }

  static Balancer roundRobin(Fleet fleet) {
    return new ServiceTalkBalancer(LoadBalancingPolicies.roundRobin().build(), fleet);
  }

  static Balancer p2c(Fleet fleet) {
    return new ServiceTalkBalancer(LoadBalancingPolicies.p2c().build(), fleet);
  }

  @Override
  public Object begin(int turn) {
    Selection selection = new Selection();
    SourceAdapters.toSource(balancer.selectConnection(connection -> true, null))
        .subscribe(selection);
    return selection.begun();
  }

  @Override
  public void end(Object request) {
    ((Selection) request).end();
  }

  /** Receives the connection, at once because it is there, and stands for the request. */
  private static final class Selection implements SingleSource.Subscriber<Connection> {
    private @Nullable Connection connection;
    private @Nullable Throwable failure;
    private long start;

    @Override
    public void onSubscribe(io.servicetalk.concurrent.Cancellable cancellable) {}

    @Override
    public void onSuccess(@Nullable Connection connection) {
      this.connection = connection;
      if (connection != null) {
        start = connection.tracker.beforeRequestStart();
      }
    }

    @Override
    public void onError(Throwable failure) {
      this.failure = failure;
    }

    Selection begun() {
      if (connection == null) {
        throw new IllegalStateException("no connection was selected at once", failure);
      }
      return this;
    }

    void end() {
      if (connection != null) {
        if (connection.fails) {
          connection.tracker.onRequestError(
              start, RequestTracker.ErrorClass.EXT_ORIGIN_REQUEST_FAILED);
        } else {
          connection.tracker.onRequestSuccess(start);
        }
      }
    }
  }

  private static final class Connections implements ConnectionFactory<String, Connection> {
    private final Set<String> failing;

    Connections(Set<String> failing) {
      this.failing = failing;
    }

    @Override
    public Single<Connection> newConnection(
        String address, @Nullable ContextMap context, @Nullable TransportObserver observer) {
      RequestTracker tracker =
          context == null ? null : context.get(RequestTracker.REQUEST_TRACKER_KEY);
      return tracker == null
          ? Single.failed(new IllegalStateException("the host has no tracker"))
          : Single.succeeded(new Connection(tracker, failing.contains(address)));
    }

    @Override
    public Completable onClose() {
      return Completable.never();
    }

    @Override
    public Completable closeAsync() {
      return Completable.completed();
    }
  }

  private static final class Connection implements LoadBalancedConnection {
    final RequestTracker tracker;
    final boolean fails;

    Connection(RequestTracker tracker, boolean fails) {
      this.tracker = tracker;
      this.fails = fails;
    }

    @Override
    public Result tryRequest() {
      return Result.Accepted;
    }

    @Override
    public int score() {
      return 1;
    }

    @Override
    public Completable onClose() {
      return Completable.never();
    }

    @Override
    public Completable closeAsync() {
      return Completable.completed();
    }
  }
}
