/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.observe;

/**
 * Hears of what a load balancer decides. All methods do nothing by default; further ones may be
 * added in any release.
 *
 * <p>Called by one thread at a time and in the order of the events, without any lock, after the
 * event has taken effect. That may be the thread that sets the endpoints or the scheduler's, so
 * methods should return quickly. If one throws, that is logged, and nothing else happens.
 */
public interface LoadBalancerListener {

  /** An endpoint was ejected: it gets no requests until its ejection time is over. */
  default void onEjection(EjectionEvent event) {}

  /**
   * An endpoint is an outlier, but was not ejected. Reported for each detector and endpoint once an
   * interval at most.
   */
  default void onEjectionSkipped(EjectionSkippedEvent event) {}

  /**
   * The ejection time of an endpoint is over: it gets one request at a time, if it passes its
   * health checks.
   */
  default void onHalfOpen(HalfOpenEvent event) {}

  /** An endpoint that was ejected is healthy again, and takes its share of the requests. */
  default void onReturn(ReturnEvent event) {}

  /** Health checks have found that an endpoint is not healthy, or is again, or find nothing. */
  default void onHealthCheck(HealthCheckEvent event) {}

  /** So few endpoints are healthy that all of them are used, or no longer so few. */
  default void onPanic(PanicEvent event) {}

  /** The share of requests that are admitted has changed, because few endpoints are healthy. */
  default void onShedding(SheddingEvent event) {}

  /** The share of the requests that stays in the caller's zone has changed. */
  default void onLocality(LocalityEvent event) {}

  /**
   * The adaptive limit of an endpoint has changed. Reported for each endpoint once a second at
   * most.
   */
  default void onLimitChange(LimitChangeEvent event) {}

  /**
   * Requests have waited for room, or were refused. Reported once a second for as long as that goes
   * on, and once when it is over: that event has 0 everywhere.
   */
  default void onQueue(QueueEvent event) {}
}
