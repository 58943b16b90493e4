/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointStatistics;
import io.github.evenkeel.EndpointSubset;
import io.github.evenkeel.Lease;
import io.github.evenkeel.LoadBalancer;
import io.github.evenkeel.NoEndpointAvailableException;
import io.github.evenkeel.RequestContext;
import io.github.evenkeel.discovery.EndpointListener;
import io.github.evenkeel.discovery.EndpointSource;
import io.github.evenkeel.internal.option.Check;
import io.github.evenkeel.okhttp.MisuseException;
import io.github.evenkeel.okhttp.NoEndpointsPolicy;
import io.github.evenkeel.okhttp.internal.Environment;
import io.github.evenkeel.okhttp.internal.service.AffinityKeys;
import io.github.evenkeel.okhttp.internal.service.Readiness;
import io.github.evenkeel.okhttp.internal.service.RequestSubsets;
import io.github.evenkeel.okhttp.internal.service.ServiceUrl;
import io.github.evenkeel.okhttp.internal.transport.EndpointTransport;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import okhttp3.Call;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One service: the source of its endpoints, and the choice of the next endpoint.
 *
 * <p>{@code lock} serialises changes of the endpoints; requests use the load balancer without the
 * lock.
 */
public final class BalancedService implements Stage, EndpointListener, AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(BalancedService.class);

  private final ServiceUrl url;
  private final EndpointSource source;
  private final LoadBalancer balancer;
  private final Outcomes outcomes;
  private final Queue queue;
  private final AffinityKeys affinityKeys;
  private final RequestSubsets subsets;
  private final Environment environment;
  private final Stage stages;
  private final RunningCalls running;
  private final NoEndpointsPolicy whenNoEndpoints;

  private final ReentrantLock lock = new ReentrantLock();
  private final Readiness readiness;
  private volatile boolean ready;
  private volatile @Nullable DiscoveryException problem;
  private volatile int endpointCount;
  private volatile boolean closed;

  /**
   * Creates a service that does not watch its endpoints yet.
   *
   * @param stages creates the stages between this service and the attempts
   */
  public BalancedService(
      ServiceUrl url,
      EndpointSource source,
      LoadBalancer balancer,
      Outcomes outcomes,
      AffinityKeys affinityKeys,
      RequestSubsets subsets,
      RunningCalls running,
      Readiness readiness,
      NoEndpointsPolicy whenNoEndpoints,
      Environment environment,
      Function<BalancedService, Stage> stages) {
    this.url = url;
    this.source = source;
    this.balancer = balancer;
    this.outcomes = outcomes;
    this.environment = environment;
    this.queue = new Queue(balancer, environment);
    this.affinityKeys = affinityKeys;
    this.subsets = subsets;
    this.running = running;
    this.readiness = readiness;
    this.whenNoEndpoints = whenNoEndpoints;
    this.stages = new WhenNoEndpoints(this, stages.apply(this));
  }

  /**
   * Starts watching the endpoints.
   *
   * @throws IllegalStateException if the source already has a subscriber, is closed, or throws
   */
  public void start() {
    try {
      source.subscribe(this);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "service "
              + url
              + " could not subscribe to its source of endpoints, "
              + source
              + ": "
              + e,
          e);
    }
  }

  @Override
  public void onEndpoints(List<Endpoint> endpoints) {
    try {
      Check.noNulls(endpoints, "endpoints", "an Endpoint");
    } catch (NullPointerException e) {
      // The caller is a thread of the source, where an exception might never be seen.
      onError(
          DiscoveryException.permanent(
              "The source of endpoints of service "
                  + url
                  + ", "
                  + source
                  + ", is broken: "
                  + e.getMessage(),
              e));
      return;
    }
    lock.lock();
    try {
      if (!closed) {
        problem = null;
        use(endpoints);
        if (!ready && endpoints.isEmpty()) {
          logger.warn(
              "Service {} begins without endpoints: its source, {}, says that there are none. Its"
                  + " requests find no endpoint until there are some.",
              url,
              source);
        }
        ready = true;
        logger.debug("Service {} has endpoints {}", url, endpoints);
      }
    } finally {
      lock.unlock();
    }
    readiness.arrived(url);
  }

  void setCallers(List<Endpoint> callers) {
    balancer.setCallers(callers);
  }

  private void use(List<Endpoint> endpoints) {
    balancer.setEndpoints(endpoints);
    endpointCount = endpoints.size();
  }

  @Override
  public void onError(@Nullable DiscoveryException e) {
    if (closed) {
      return;
    }
    DiscoveryException reason =
        e == null
            ? DiscoveryException.temporary(
                "The source of endpoints of service "
                    + url
                    + ", "
                    + source
                    + ", failed and did not say why",
                null)
            : e;
    problem = reason;
    readiness.failed(url, reason);
    logger.warn("Service {} keeps the endpoints it knows: {}", url, reason.getMessage());
  }

  @Override
  public void onRecovered() {
    if (!closed && problem != null) {
      problem = null;
      readiness.recovered(url);
      logger.info("Service {} hears of its endpoints again", url);
    }
  }

  /** Sends a request to an endpoint, or to several in turn until one responds. */
  @Override
  public Response proceed(ServiceCall call) throws IOException {
    return stages.proceed(call);
  }

  /**
   * Picks an endpoint for a request.
   *
   * @param tried the endpoints that the request has tried
   * @param users the user's call, which is canceled if the load balancer is closed and the grace
   *     period ends
   * @param mayWait whether the request waits in the queue if the limits leave no room for it
   */
  Attempt begin(RequestContext tried, Call users, ServiceCall call, boolean mayWait)
      throws IOException {
    String affinityKey = affinityKeys.of(call.request());
    RequestContext keyed = affinityKey == null ? tried : tried.withAffinityKey(affinityKey);
    RequestContext context = inSubset(keyed, call.request());
    running.removeCollected();
    Lease lease = lease(context, call, mayWait);
    EndpointTransport transport = lease.attachment(EndpointTransport.class);
    EndpointTransport.Route route = transport.route(call.chain(), call.request().url());
    return new Attempt(balancer, outcomes, lease, route, running, users, environment);
  }

  private Lease lease(RequestContext context, ServiceCall call, boolean mayWait)
      throws IOException {
    try {
      return mayWait ? queue.lease(context, call) : balancer.beginRequest(context);
    } catch (NoEndpointAvailableException e) {
      throw explained(e);
    } catch (RuntimeException e) {
      throw MisuseException.of(
          "The algorithm of service " + url + " threw for a request: " + e + ". Nothing was sent",
          e);
    }
  }

  private NoEndpointAvailableException explained(NoEndpointAvailableException plain) {
    DiscoveryException reason = problem;
    if (closed) {
      return NoEndpointAvailableException.forService(
          url.toString(), "the load balancer that wraps this client is closed", null);
    }
    if (endpointCount > 0) {
      return plain; // There are some, so it is not for discovery that none is available.
    }
    if (reason != null) {
      return NoEndpointAvailableException.forService(
          url.toString(), String.valueOf(reason.getMessage()), reason);
    }
    if (!ready) {
      return NoEndpointAvailableException.forService(
          url.toString(),
          "its first list of endpoints has not arrived yet. Wait for it with awaitReady before the"
              + " first request",
          null);
    }
    return plain;
  }

  /** Whether a second endpoint may be picked. */
  public boolean hasSeveralEndpoints() {
    return endpointCount > 1;
  }

  /** Whether an endpoint takes requests now that a request may use and that is not tried yet. */
  public boolean hasUntried(RequestContext tried, Request request) {
    return balancer.hasUntried(inSubset(tried, request));
  }

  private RequestContext inSubset(RequestContext context, Request request) {
    EndpointSubset subset = subsets.of(request);
    return subset == null ? context : context.withSubset(subset);
  }

  /**
   * Whether a request without an endpoint goes where its URL says, to the virtual IP. When the load
   * balancer is closed, such a request fails, as for any service.
   */
  boolean fallsThrough() {
    return whenNoEndpoints == NoEndpointsPolicy.USE_SERVICE_URL && !closed;
  }

  /** Returns what each endpoint has served. */
  public List<EndpointStatistics> statistics() {
    running.removeCollected();
    return balancer.statistics();
  }

  /**
   * Closes the service even if the source throws. The exception is only logged, because a caller of
   * close could not handle it.
   */
  @Override
  public void close() {
    closeSource();
    lock.lock();
    try {
      closed = true;
      use(List.of());
    } finally {
      lock.unlock();
    }
  }

  private void closeSource() {
    try {
      source.close();
    } catch (Throwable e) { // Whatever is thrown, everything else must still be closed.
      logger.warn("Service {} could not close its source of endpoints, {}", url, source, e);
    }
  }

  @Override
  public String toString() {
    return url.toString();
  }
}
