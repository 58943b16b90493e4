/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

/**
 * A request's stay on an endpoint, from {@link LoadBalancer#beginRequest} to {@link
 * LoadBalancer#endRequest}. Meanwhile the endpoint has one more request in flight. Safe for use by
 * many threads.
 *
 * <p>Not to be implemented, except by tests: methods may be added in any release.
 */
public interface Lease {

  /** The endpoint that was picked. */
  Endpoint endpoint();

  /**
   * What the client keeps for the endpoint.
   *
   * @param type the type of the attachments of this load balancer
   * @throws IllegalStateException if the load balancer was built without attachments
   * @throws ClassCastException if the attachment is of another type
   */
  <T extends EndpointAttachment> T attachment(Class<T> type);

  /**
   * The response has begun, which for HTTP is when its headers have arrived. The time from begin to
   * here is the response time that algorithms go by. What follows may last: the body of a download,
   * an event stream, a web socket. Until the end, the request still counts as in flight.
   *
   * <p>Optional: for a request that is ended without, the response time is the time to the end.
   * Only the first call counts, and none after the end.
   *
   * @param outcome how the request went so far: {@link Outcome#SUCCESS}, or a failure such as
   *     {@link Outcome#SERVER_ERROR} if the status says so. {@link Outcome#CANCELED} says nothing
   *     of the endpoint.
   */
  void responded(Outcome outcome);
}
