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
import io.github.evenkeel.internal.host.Host;
import io.github.evenkeel.internal.option.Check;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The data path: each request begins on a host of the {@link Selection} that the {@link
 * ControlPath} has published last, as far as the limits allow, and ends there.
 */
final class DefaultLoadBalancer implements LoadBalancer, Admission.Hosts, HostLease.Issuer {
  private final String service;
  private final LongSupplier nanoClock;
  private final ControlPath control;
  private final SubsetChoice subsets;

  /** Null if the service has no limits. */
  private final @Nullable Admission admission;

  DefaultLoadBalancer(Options options) {
    this.service = options.service();
    this.nanoClock = options.nanoClock();
    this.subsets = new SubsetChoice(options);
    this.control = new ControlPath(options, this::responded);
    this.admission =
        options.hasLimits() ? new Admission(this, options, control.queueObserver()) : null;
  }

  @Override
  public void setEndpoints(Collection<Endpoint> endpoints) {
    Check.noNulls(endpoints, "endpoints of service " + service, "an Endpoint");
    control.setEndpoints(endpoints);
  }

  @Override
  public void setCallers(Collection<Endpoint> callers) {
    Check.noNulls(callers, "callers of service " + service, "an Endpoint");
    control.setCallers(callers);
  }

  @Override
  public Lease beginRequest(RequestContext request)
      throws NoEndpointAvailableException, QueueFullException {
    check(request);
    control.admit();
    RequestContext drawn = subsets.drawn(request);
    return admission == null
        ? requireNonNull(tryBegin(drawn, /* waitsForHome= */ false))
        : admission.begin(drawn);
  }

  @Override
  public CompletableFuture<Lease> enqueueRequest(RequestContext request, Duration patience) {
    check(request);
    Check.notNull(patience, "patience", "how long the request may wait");
    try {
      if (admission != null) {
        control.admit();
        return admission.enqueue(subsets.drawn(request), patience);
      }
      return CompletableFuture.completedFuture(beginRequest(request));
    } catch (IOException | RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public boolean hasUntried(RequestContext request) {
    check(request);
    Selection current = control.selection();
    try {
      return current != null && current.hasUntried(subsets.of(request, current));
    } catch (NoEndpointAvailableException e) {
      return false;
    }
  }

  private static void check(RequestContext request) {
    Check.notNull(request, "request", "a RequestContext; RequestContext.empty() says nothing");
  }

  @Override
  public @Nullable Lease tryBegin(RequestContext request, boolean waitsForHome)
      throws NoEndpointAvailableException {
    long now = nanoClock.getAsLong();
    Selection current = selection();
    Host host = current.begin(subsets.of(request, current), waitsForHome, now);
    return host == null ? null : new HostLease(this, nanoClock, host, now);
  }

  private Selection selection() throws NoEndpointAvailableException {
    Selection current = control.selection();
    if (current == null) {
      throw NoEndpointAvailableException.forService(service, control.describeAbsence(), null);
    }
    return current;
  }

  @Override
  public boolean isChoosy(RequestContext request) {
    return subsets.isChoosy(request);
  }

  @Override
  public String describeRoom(RequestContext request, boolean waitsForHome) {
    Selection current = control.selection();
    if (current == null) {
      return "no endpoint is known";
    }
    if (waitsForHome && request.affinityKey().isPresent()) {
      Host home = current.home(request, nanoClock.getAsLong());
      return "endpoint "
          + home.id()
          + ", where its affinity key belongs, is at its limit of "
          + home.capacity().limit();
    }
    return current.describeLimits(request);
  }

  @Override
  public void endRequest(Lease lease, Outcome outcome) {
    HostLease own = own(lease);
    Check.notNull(outcome, "outcome", "an Outcome");
    if (own.end(outcome) && admission != null) {
      admission.ended();
    }
  }

  @Override
  public void responded() {
    if (admission != null) {
      admission.roomMayBeMade();
    }
  }

  private HostLease own(Lease lease) {
    Check.notNull(lease, "lease", "one that beginRequest gave");
    if (!(lease instanceof HostLease hostLease) || hostLease.issuer() != this) {
      throw new IllegalArgumentException(
          "lease must be one that the load balancer of service "
              + service
              + " gave, but was "
              + lease);
    }
    return hostLease;
  }

  @Override
  public void backOff(Lease lease, Duration duration) {
    HostLease own = own(lease);
    Check.notNull(duration, "duration", "how long the endpoint asks not to be used");
    control.backOff(own.host(), duration);
  }

  @Override
  public List<EndpointStatistics> statistics() {
    return control.statistics();
  }

  @Override
  public String toString() {
    return "LoadBalancer[" + service + "]";
  }
}
