/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Chooses an endpoint for each request to one service, and records how each endpoint does. {@link
 * io.github.evenkeel.balancer.LoadBalancerBuilder} builds one.
 *
 * <p>The contract is that of Damien Lespiau's talk "L7 Load Balancing without a Service Mesh"
 * (KubeCon 2018), {@code SetEndpoints / BeginRequest / EndRequest}, with a lease and an outcome
 * added:
 *
 * <pre>{@code
 * LoadBalancer loadBalancer = new LoadBalancerBuilder("orders").build();
 * loadBalancer.setEndpoints(endpoints);
 *
 * Lease lease = loadBalancer.beginRequest(RequestContext.empty());
 * Outcome outcome = Outcome.CANCELED;
 * try {
 *   send(lease.endpoint());
 *   lease.responded(Outcome.SUCCESS);
 *   read();
 *   outcome = Outcome.SUCCESS;
 * } catch (IOException e) {
 *   outcome = Outcome.CONNECTION_FAILURE;
 * } finally {
 *   loadBalancer.endRequest(lease, outcome);
 * }
 * }</pre>
 *
 * <p>Safe for use by many threads. {@link #beginRequest} and {@link #endRequest} never wait for
 * {@link #setEndpoints}, whose calls wait for each other.
 *
 * <p>Not to be implemented, except by tests: methods may be added in any release.
 */
public interface LoadBalancer {

  /**
   * The service now has exactly these endpoints. Those that were there before, by {@linkplain
   * Endpoint#id() identity}, keep their statistics; those that are gone get no further requests,
   * and the ones they are serving finish. A list equal to the last one, in any order, changes
   * nothing.
   *
   * @param endpoints the whole list; may be empty. Of several with one identity, the first counts.
   * @throws NullPointerException if the list or one of the endpoints is null; nothing changes then
   */
  void setEndpoints(Collection<Endpoint> endpoints);

  /**
   * The service has these callers, this one included, as far as their {@linkplain Endpoint#zone()
   * zones} and nodes matter: by how they are spread, a load balancer with a {@link Locality} knows
   * how many of its requests may stay near. As long as they are not known, or none has a zone, each
   * zone counts as having as many as another. Without a locality, this changes nothing.
   *
   * @param callers the whole list; may be empty
   * @throws NullPointerException if the list or one of the callers is null; nothing changes then
   */
  void setCallers(Collection<Endpoint> callers);

  /**
   * Whether an endpoint takes requests now that a request may use and has not {@linkplain
   * RequestContext#withTried tried}, so that it is worthwhile to send the request again.
   */
  boolean hasUntried(RequestContext request);

  /**
   * Picks an endpoint for a request that is about to be sent to it.
   *
   * @param request what the choice may depend on; {@link RequestContext#empty()} for nothing
   * @return a lease to be ended by {@link #endRequest} on every path
   * @throws NoEndpointAvailableException if there is no endpoint, or if few are healthy and the
   *     request is not {@linkplain OutlierDetection.Builder#panicThreshold admitted}
   * @throws QueueFullException if there are limits and they leave no room for the request, or if
   *     other requests are waiting for the room that there is. Never thrown without limits
   */
  Lease beginRequest(RequestContext request)
      throws NoEndpointAvailableException, QueueFullException;

  /**
   * Picks an endpoint for a request as soon as the limits leave room for it. Until then the request
   * waits in the {@linkplain RequestQueue queue}. Without limits, this is {@link #beginRequest}.
   *
   * @param request what the choice may depend on
   * @param patience how long the request may wait at most; zero or less means not at all. The
   *     queue's own timeout applies as well
   * @return a lease to be ended by {@link #endRequest}. Fails with {@link
   *     NoEndpointAvailableException} if there is no endpoint, with {@link QueueFullException} if
   *     the request can not wait, and with {@link QueueTimeoutException} if it has waited in vain.
   *     Cancel it to leave the queue: if that returns false, the request may have begun. Dependent
   *     stages without an executor run on the thread that makes room, so they must be quick
   */
  CompletableFuture<Lease> enqueueRequest(RequestContext request, Duration patience);

  /**
   * The endpoint of a request asks not to be used for a while, as an HTTP server does by the header
   * {@code Retry-After} with status 429 or 503. It gets no further requests for so long, but at
   * most for {@link io.github.evenkeel.balancer.LoadBalancerBuilder#maxBackOff}, as long as there
   * is an endpoint that has not asked. Does not end the request.
   *
   * @param duration from now; zero or less changes nothing
   * @throws IllegalArgumentException if the lease is not of this load balancer
   */
  void backOff(Lease lease, Duration duration);

  /**
   * The request is over. Only the first call for a lease counts; further ones do nothing.
   *
   * @throws IllegalArgumentException if the lease is not of this load balancer
   */
  void endRequest(Lease lease, Outcome outcome);

  /**
   * What each endpoint has served so far: those in use, and removed ones that are still serving. A
   * list of the moment, not kept up to date.
   */
  List<EndpointStatistics> statistics();
}
