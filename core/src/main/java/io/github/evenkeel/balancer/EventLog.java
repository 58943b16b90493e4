/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.balancer;

import io.github.evenkeel.OutlierDetection.Detector;
import io.github.evenkeel.internal.option.Check;
import io.github.evenkeel.internal.option.Durations;
import io.github.evenkeel.observe.EjectionEvent;
import io.github.evenkeel.observe.EjectionSkippedEvent;
import io.github.evenkeel.observe.HalfOpenEvent;
import io.github.evenkeel.observe.HealthCheckEvent;
import io.github.evenkeel.observe.LoadBalancerListener;
import io.github.evenkeel.observe.LocalityEvent;
import io.github.evenkeel.observe.PanicEvent;
import io.github.evenkeel.observe.QueueEvent;
import io.github.evenkeel.observe.ReturnEvent;
import io.github.evenkeel.observe.SheddingEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs changes of state, each in one line. Limits and queues change all the time, so only requests
 * that fail by them are logged. Called by one thread at a time.
 */
final class EventLog implements LoadBalancerListener {
  private static final Logger logger = LoggerFactory.getLogger(EventLog.class);

  /** Whether the last line about the queue is that requests are refused. */
  private boolean refuses;

  @Override
  public void onEjection(EjectionEvent event) {
    logger.warn(
        "Service {} ejects {} for {}: {}",
        event.service(),
        event.endpoint(),
        Durations.text(event.ejectionTime()),
        reason(event.detector(), event.measured(), event.threshold()));
  }

  @Override
  public void onEjectionSkipped(EjectionSkippedEvent event) {
    logger.info(
        "Service {} does not eject {}, {}: {}",
        event.service(),
        event.endpoint(),
        switch (event.reason()) {
          case NOT_ENFORCED -> "because that is not enforced";
          case MAX_EJECTION_PERCENT -> "because no more may be ejected";
        },
        reason(event.detector(), event.measured(), event.threshold()));
  }

  private static String reason(Detector detector, double measured, double threshold) {
    return switch (detector) {
      case CONSECUTIVE_5XX -> plain(measured) + " failures in a row";
      case CONSECUTIVE_GATEWAY_FAILURES ->
          plain(measured) + " failures of the gateway or the way in a row";
      case SUCCESS_RATE ->
          "success rate " + plain(measured) + " %, must be at least " + plain(threshold) + " %";
      case FAILURE_PERCENTAGE ->
          plain(measured) + " % failures, must be below " + plain(threshold) + " %";
      case MEDIAN_LATENCY ->
          "median latency " + plain(measured) + " ms, must be at most " + plain(threshold) + " ms";
      case HALF_OPEN -> "failed again while half-open";
    };
  }

  private static String plain(double value) {
    return Check.plain(Math.round(value * 100) / 100.0, 0);
  }

  @Override
  public void onHalfOpen(HalfOpenEvent event) {
    logger.info(
        "Service {} tries {} again, one request at a time", event.service(), event.endpoint());
  }

  @Override
  public void onReturn(ReturnEvent event) {
    logger.info("Service {} uses {} again", event.service(), event.endpoint());
  }

  @Override
  public void onHealthCheck(HealthCheckEvent event) {
    switch (event.change()) {
      case UNHEALTHY ->
          logger.warn(
              "Service {} no longer uses {}: {}, failed: {}",
              event.service(),
              event.endpoint(),
              inARow(event.checks()),
              oneLine(event.reason()));
      case HEALTHY ->
          logger.info(
              "Service {} uses {} again: {}, passed: {}",
              event.service(),
              event.endpoint(),
              inARow(event.checks()),
              oneLine(event.reason()));
      case NEVER_PASSED ->
          logger.warn(
              "The health check of service {} has never passed, so it takes no endpoint out. Look"
                  + " at its path and port. {}: {}, failed: {}",
              event.service(),
              event.endpoint(),
              inARow(event.checks()),
              oneLine(event.reason()));
    }
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  private static String inARow(int checks) {
    return checks == 1 ? "1 health check" : checks + " health checks in a row";
  }

  @Override
  public void onPanic(PanicEvent event) {
    if (event.on()) {
      logger.warn(
          "Service {} uses all endpoints, because {} of {} are healthy, less than {} %",
          event.service(), event.healthy(), event.endpoints(), plain(event.threshold()));
    } else {
      logger.info(
          "Service {} uses the healthy endpoints only, because {} of {} are healthy",
          event.service(),
          event.healthy(),
          event.endpoints());
    }
  }

  @Override
  public void onShedding(SheddingEvent event) {
    logger.warn(
        "Service {} admits {} % of its requests, because {} of {} endpoints are healthy",
        event.service(), plain(event.admittedPercent()), event.healthy(), event.endpoints());
  }

  @Override
  public void onLocality(LocalityEvent event) {
    logger.info(
        "Service {} keeps {} % of its requests in zone {}, {} % before: {} of {} endpoints are there{}",
        event.service(),
        plain(event.after()),
        event.zone(),
        plain(event.before()),
        event.endpointsInZone(),
        event.endpoints(),
        event.panic() ? ", of which too few are healthy" : "");
  }

  @Override
  public void onQueue(QueueEvent event) {
    boolean nowRefuses = event.refused() + event.timedOut() > 0;
    if (nowRefuses && !refuses) {
      refuses = true;
      logger.warn(
          "Service {} is overloaded: within a second, {} requests were refused, and {} have waited"
              + " in vain; at most {} waited at the same time, the longest for {}",
          event.service(),
          event.refused(),
          event.timedOut(),
          event.mostPending(),
          Durations.text(event.longestWait()));
    } else if (refuses && event.isOver()) {
      refuses = false;
      logger.info("Service {} is no longer overloaded: no request waits", event.service());
    }
  }
}
