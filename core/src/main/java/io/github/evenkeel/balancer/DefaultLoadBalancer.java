/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.balancer;

import static java.util.Objects.requireNonNull;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointStatistics;
import io.github.evenkeel.Lease;
import io.github.evenkeel.LoadBalancer;
import io.github.evenkeel.NoEndpointAvailableException;
import io.github.evenkeel.Outcome;
import io.github.evenkeel.QueueFullException;
import io.github.evenkeel.RequestContext;
import io.github.evenkeel.Scheduler;
import io.github.evenkeel.internal.host.Host;
import io.github.evenkeel.internal.host.HostSet;
import io.github.evenkeel.internal.option.Check;
import io.github.evenkeel.internal.pick.PickerFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests read one immutable {@link Selection}; the control path replaces it.
 *
 * <ul>
 *   <li>Writers: the control path, which is whoever holds {@code lock}: the thread that sets the
 *       endpoints, a host's preparation that is complete, or the scheduler.
 *   <li>Readers: every request reads {@code selection} and nothing else.
 *   <li>Invariant: the selection holds the hosts that the registry has as active.
 *   <li>Why: a request never waits for an update, and sees all of an update or nothing.
 * </ul>
 */
final class DefaultLoadBalancer implements LoadBalancer, Admission.Hosts {
  private final String service;
  private final PickerFactory pickers;
  private final LongSupplier nanoClock;
  private final Scheduler scheduler;

  private final ReentrantLock lock = new ReentrantLock();
  private final HostRegistry registry;
  private final Map<Host, CompletionStage<?>> preparing = new HashMap<>();
  private final @Nullable Ramps ramps;
  private final boolean capped;

  /** Null if the service has no limits. */
  private final @Nullable Admission admission;

  /** Whether an update is being made, which publishes all that it changes at once. */
  private boolean updating;

  private Scheduler.Task nextStep = () -> {};

  /** Null while no host takes requests. */
  private volatile @Nullable Selection selection;

  DefaultLoadBalancer(Options options) {
    this.service = options.service();
    this.pickers = options.pickers();
    this.registry = new HostRegistry(pickers, options.attachments(), options.capacities());
    this.ramps = options.slowStart() == null ? null : new Ramps(options.slowStart());
    this.nanoClock = options.nanoClock();
    this.scheduler = options.scheduler();
    this.capped = options.capped();
    this.admission =
        options.hasLimits()
            ? new Admission(
                this, service, options.maxRequests(), options.queue(), nanoClock, scheduler)
            : null;
  }

  private long now() {
    return nanoClock.getAsLong();
  }

  @Override
  public void setEndpoints(Collection<Endpoint> endpoints) {
    Check.noNulls(endpoints, "endpoints of service " + service, "an Endpoint");
    change(() -> update(endpoints));
  }

  /** Changes what requests choose from, then lets those begin that this has made room for. */
  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
    if (admission != null && !lock.isHeldByCurrentThread()) {
      admission.selectionChanged();
    }
  }

  private void update(Collection<Endpoint> endpoints) {
    boolean isFirst = selection == null;
    HostRegistry.Change change = registry.update(endpoints);
    if (change.isNone()) {
      return;
    }
    long now = now();
    updating = true;
    try {
      for (Host host : change.added()) {
        if (isFirst) {
          // There is no other to take its requests, and it may have been there for long.
          host.enter(Host.State.ACTIVE);
        } else {
          prepare(host);
        }
      }
      change.removed().forEach(this::forget);
    } finally {
      updating = false;
    }
    republish(now);
    // From here on no request is picked for them.
    change.removed().forEach(Attachments::drain);
    registry.forgetDrained();
  }

  private void prepare(Host host) {
    CompletionStage<?> preparation = Attachments.prepare(host);
    preparing.put(host, preparation);
    var unused = preparation.whenComplete((nothing, failure) -> prepared(host, preparation));
  }

  private void prepared(Host host, CompletionStage<?> preparation) {
    change(
        () -> {
          if (preparing.remove(host, preparation) && host.state() == Host.State.WARMING) {
            long now = now();
            activate(host, now);
            if (!updating) {
              republish(now);
            }
          }
        });
  }

  private void activate(Host host, long now) {
    host.enter(Host.State.ACTIVE);
    if (ramps != null) {
      ramps.begin(host, now);
    }
  }

  private void forget(Host host) {
    preparing.remove(host);
    if (ramps != null) {
      ramps.end(host);
    }
  }

  /** Lets requests choose among the hosts that are active now, with the weights that they have. */
  private void republish(long now) {
    nextStep.cancel();
    List<Host> active = registry.active();
    if (active.isEmpty()) {
      selection = null;
      return;
    }
    HostSet all =
        HostSet.of(
            active.toArray(Host[]::new),
            active.stream().mapToDouble(host -> weight(host, now)).toArray());
    selection = new Selection(all, pickers.pickerFor(all, now), pickers.limit(), capped);
    if (ramps != null && ramps.isOngoing(now)) {
      nextStep = scheduler.schedule(ramps.step(), this::step);
    }
  }

  private double weight(Host host, long now) {
    return host.endpoint().weight() * (ramps == null ? 1 : ramps.factor(host, now));
  }

  /** The scheduler's: weights rise by another step. */
  private void step() {
    change(() -> republish(now()));
  }

  @Override
  public Lease beginRequest(RequestContext request)
      throws NoEndpointAvailableException, QueueFullException {
    check(request);
    return admission == null
        ? requireNonNull(tryBegin(request, /* waitsForHome= */ false))
        : admission.begin(request);
  }

  @Override
  public CompletableFuture<Lease> enqueueRequest(RequestContext request, Duration patience) {
    check(request);
    Check.notNull(patience, "patience", "how long the request may wait");
    if (admission != null) {
      return admission.enqueue(request, patience);
    }
    try {
      return CompletableFuture.completedFuture(beginRequest(request));
    } catch (IOException | RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static void check(RequestContext request) {
    Check.notNull(request, "request", "a RequestContext; RequestContext.empty() says nothing");
  }

  @Override
  public @Nullable Lease tryBegin(RequestContext request, boolean waitsForHome)
      throws NoEndpointAvailableException {
    long now = now();
    Host host = selection().begin(request, waitsForHome, now);
    return host == null ? null : new HostLease(this, nanoClock, host, now);
  }

  private Selection selection() throws NoEndpointAvailableException {
    Selection current = selection;
    if (current == null) {
      throw NoEndpointAvailableException.forService(
          service,
          "0 endpoints are known. Check that its pods are running and ready, and that its"
              + " discovery works",
          null);
    }
    return current;
  }

  @Override
  public String describeRoom(RequestContext request, boolean waitsForHome) {
    Selection current = selection;
    if (current == null) {
      return "no endpoint is known";
    }
    if (waitsForHome && request.affinityKey().isPresent()) {
      Host home = current.home(request, now());
      return "endpoint "
          + home.id()
          + ", where its affinity key belongs, is at its limit of "
          + home.capacity().limit();
    }
    return current.describeLimits();
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
    if (hostLease.end(outcome) && admission != null) {
      admission.ended();
    }
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
