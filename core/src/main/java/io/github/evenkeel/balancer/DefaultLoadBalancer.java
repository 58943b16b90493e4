/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.balancer;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointAttachment;
import io.github.evenkeel.EndpointStatistics;
import io.github.evenkeel.Lease;
import io.github.evenkeel.LoadBalancer;
import io.github.evenkeel.NoEndpointAvailableException;
import io.github.evenkeel.Outcome;
import io.github.evenkeel.OutlierDetection;
import io.github.evenkeel.RequestContext;
import io.github.evenkeel.Scheduler;
import io.github.evenkeel.SlowStart;
import io.github.evenkeel.internal.health.Ejections;
import io.github.evenkeel.internal.host.Host;
import io.github.evenkeel.internal.host.HostSet;
import io.github.evenkeel.internal.host.OutcomeObserver;
import io.github.evenkeel.internal.limit.HostLimit;
import io.github.evenkeel.internal.option.Check;
import io.github.evenkeel.internal.pick.PickerFactory;
import io.github.evenkeel.observe.LoadBalancerListener;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Requests read one immutable {@link Selection}; the control path replaces it.
 *
 * <ul>
 *   <li>Writers: the control path, which is whoever holds {@code lock}: the thread that sets the
 *       endpoints, a host's preparation that is complete, or the scheduler.
 *   <li>Readers: every request reads {@code selection} and nothing else.
 *   <li>Invariant: the selection holds the hosts of the registry that are usable: those that are
 *       prepared, without those that are ejected.
 *   <li>Why: a request never waits for an update, and sees all of an update or nothing.
 * </ul>
 */
final class DefaultLoadBalancer implements LoadBalancer {
  private final String service;
  private final PickerFactory pickers;
  private final LongSupplier nanoClock;
  private final Scheduler scheduler;

  private final ReentrantLock lock = new ReentrantLock();
  private final HostRegistry registry;
  private final Map<Host, CompletionStage<?>> preparing = new HashMap<>();
  private final @Nullable Ramps ramps;
  private final @Nullable Health health;
  private final Events events;

  /** Whether an update is being made, which publishes all that it changes at once. */
  private boolean updating;

  private Scheduler.Task nextStep = () -> {};

  /** Null while no host takes requests. */
  private volatile @Nullable Selection selection;

  DefaultLoadBalancer(
      String service,
      PickerFactory pickers,
      @Nullable SlowStart slowStart,
      @Nullable OutlierDetection outlierDetection,
      List<LoadBalancerListener> listeners,
      @Nullable Function<Endpoint, ? extends EndpointAttachment> attachments,
      LongSupplier nanoClock,
      Scheduler scheduler,
      Supplier<? extends RandomGenerator> random) {
    this.service = service;
    this.pickers = pickers;
    this.ramps = slowStart == null ? null : new Ramps(slowStart);
    this.events = new Events(listeners);
    this.health =
        outlierDetection == null
            ? null
            : new Health(
                service, outlierDetection, events, random, nanoClock, scheduler, this::checkHealth);
    Supplier<OutcomeObserver> observers =
        health == null ? () -> OutcomeObserver.NONE : health::newObserver;
    this.registry = new HostRegistry(pickers, attachments, observers);
    this.nanoClock = nanoClock;
    this.scheduler = scheduler;
  }

  private long now() {
    return nanoClock.getAsLong();
  }

  @Override
  public void setEndpoints(Collection<Endpoint> endpoints) {
    Check.noNulls(endpoints, "endpoints of service " + service, "an Endpoint");
    lock.lock();
    try {
      boolean isFirst = selection == null;
      HostRegistry.Change change = registry.update(endpoints);
      if (change.isNone()) {
        return;
      }
      long now = now();
      updating = true;
      for (Host host : change.added()) {
        if (isFirst) {
          // There is no other to take its requests, and it may have been there for long.
          host.enter(Host.State.ACTIVE);
        } else {
          prepare(host);
        }
      }
      change.removed().forEach(host -> forget(host, now));
      updating = false;
      judge(now);
      republish(now);
      // From here on no request is picked for them.
      change.removed().forEach(Attachments::drain);
      registry.forgetDrained();
    } finally {
      updating = false;
      unlock();
    }
  }

  /** Ends a change. What there is to tell of it is told when others may go on. */
  private void unlock() {
    lock.unlock();
    if (!lock.isHeldByCurrentThread()) {
      events.deliver();
    }
  }

  private void prepare(Host host) {
    CompletionStage<?> preparation = Attachments.prepare(host);
    preparing.put(host, preparation);
    var unused = preparation.whenComplete((nothing, failure) -> prepared(host, preparation));
  }

  private void prepared(Host host, CompletionStage<?> preparation) {
    lock.lock();
    try {
      if (preparing.remove(host, preparation) && host.state() == Host.State.WARMING) {
        long now = now();
        activate(host, now);
        if (!updating) {
          republish(now);
        }
      }
    } finally {
      unlock();
    }
  }

  private void activate(Host host, long now) {
    host.enter(Host.State.ACTIVE);
    if (ramps != null) {
      ramps.begin(host, now);
    }
  }

  private void forget(Host host, long now) {
    preparing.remove(host);
    if (ramps != null) {
      ramps.end(host);
    }
    if (health != null) {
      health.forget(host, now);
    }
  }

  /** The scheduler's: hosts may have to be ejected, or brought back. */
  private void checkHealth() {
    lock.lock();
    try {
      long now = now();
      if (judge(now)) {
        republish(now);
      }
    } finally {
      unlock();
    }
  }

  /** Ejects hosts and brings them back, as is due; tells whether a host is in another state. */
  private boolean judge(long now) {
    if (health == null) {
      return false;
    }
    Ejections.Change change = health.check(registry.prepared(), now);
    change.returned().forEach(host -> activate(host, now));
    return change.any();
  }

  /** Lets requests choose among the hosts that are usable now, with the weights that they have. */
  private void republish(long now) {
    nextStep.cancel();
    List<Host> prepared = registry.prepared();
    if (health != null) {
      health.scheduleNextEnd(prepared, now);
    }
    if (prepared.isEmpty()) {
      selection = null;
      return;
    }
    List<Host> usable = health == null ? prepared : health.usable(prepared);
    HostSet all =
        HostSet.of(
            usable.toArray(Host[]::new),
            usable.stream().mapToDouble(host -> weight(host, now)).toArray());
    HostLimit limit = health == null ? pickers.limit() : health.limit(usable, pickers.limit());
    selection = new Selection(all, pickers.pickerFor(all, now), limit);
    if (ramps != null && ramps.isOngoing(now)) {
      nextStep = scheduler.schedule(ramps.step(), this::step);
    }
  }

  private double weight(Host host, long now) {
    return host.endpoint().weight() * (ramps == null ? 1 : ramps.factor(host, now));
  }

  /** The scheduler's: weights rise by another step. */
  private void step() {
    lock.lock();
    try {
      republish(now());
    } finally {
      unlock();
    }
  }

  @Override
  public Lease beginRequest(RequestContext request) throws NoEndpointAvailableException {
    Check.notNull(request, "request", "a RequestContext; RequestContext.empty() says nothing");
    long now = now();
    Selection current = selection;
    if (current == null) {
      throw NoEndpointAvailableException.forService(
          service,
          "0 endpoints are known. Check that its pods are running and ready, and that its"
              + " discovery works",
          null);
    }
    if (health != null) {
      health.admit();
    }
    return new HostLease(this, nanoClock, current.begin(request, now), now);
  }

  @Override
  public void endRequest(Lease lease, Outcome outcome) {
    Check.notNull(lease, "lease", "one that beginRequest gave");
    Check.notNull(outcome, "outcome", "an Outcome");
    if (!(lease instanceof HostLease hostLease) || hostLease.issuer() != this) {
      throw new IllegalArgumentException(
          "lease must be one that the load balancer of service "
              + service
              + " gave, but was "
              + lease);
    }
    hostLease.end(outcome);
  }

  @Override
  public List<EndpointStatistics> statistics() {
    lock.lock();
    try {
      return registry.statistics();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "LoadBalancer[" + service + "]";
  }
}
