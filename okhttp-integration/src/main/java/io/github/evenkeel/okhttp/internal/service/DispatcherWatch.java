/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.service;

import io.github.evenkeel.okhttp.internal.Spacing;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.Dispatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that a client's {@code Dispatcher} holds back calls to a balanced service. It counts
 * asynchronous calls by host, and a service is one host however many pods it has.
 *
 * <p>What waits in the dispatcher's queue is held back for certain: OkHttp puts a call there and
 * takes it out again under one lock if it may run. What is running tells less, for a call counts
 * until its callback returns, be that long after its answer, and synchronous calls do not count.
 *
 * <p>Shared by all calls of a client; warns once.
 */
public final class DispatcherWatch {
  /**
   * The dispatcher takes a lock to tell. Calls that need not wait for longer than this are not
   * worth a warning.
   */
  private static final Duration INTERVAL = Duration.ofMillis(100);

  private final Dispatcher dispatcher;
  private final Set<ServiceUrl> services;
  private final Logger logger;
  private final Spacing looks = new Spacing(INTERVAL.toNanos());
  private final AtomicBoolean warned = new AtomicBoolean();

  /** Makes the watch of one client. */
  public DispatcherWatch(Dispatcher dispatcher, Set<ServiceUrl> services) {
    this(dispatcher, services, LoggerFactory.getLogger(DispatcherWatch.class));
  }

  DispatcherWatch(Dispatcher dispatcher, Set<ServiceUrl> services, Logger logger) {
    this.dispatcher = dispatcher;
    this.services = services;
    this.logger = logger;
  }

  /**
   * A call of the client, to wherever it goes, is an occasion to see whether others wait.
   *
   * @param now when the call began
   */
  public void look(long now) {
    if (warned.getPlain() || !looks.tryTakeTurn(now) || dispatcher.queuedCallsCount() == 0) {
      return;
    }
    for (Call call : dispatcher.queuedCalls()) {
      ServiceUrl service = ServiceUrl.of(call.request().url());
      if (services.contains(service)) {
        warn(service);
        return;
      }
    }
  }

  private void warn(ServiceUrl service) {
    if (!warned.getAndSet(true)) {
      logger.warn(
          "OkHttp's Dispatcher lets calls to {} wait: it runs {} at once to one host, whatever the"
              + " number of its endpoints, and {} in all. Raise maxRequestsPerHost and maxRequests,"
              + " or let OkHttpLoadBalancing do it: maxConcurrentCalls(...). This is said once for"
              + " each client.",
          service,
          dispatcher.getMaxRequestsPerHost(),
          dispatcher.getMaxRequests());
    }
  }
}
