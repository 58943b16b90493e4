/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Dispatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that a client's {@code Dispatcher} holds back calls to a balanced service. It counts
 * asynchronous calls by host, and a service is one host however many pods it has.
 *
 * <p>Shared by all calls of a client; warns once.
 */
final class DispatcherWatch {
  private final Dispatcher dispatcher;
  private final Logger logger;
  private final AtomicBoolean warned = new AtomicBoolean();

  /** As it was when last looked at, since the dispatcher takes a lock to tell. */
  private volatile int knownLimit;

  DispatcherWatch(Dispatcher dispatcher) {
    this(dispatcher, LoggerFactory.getLogger(DispatcherWatch.class));
  }

  DispatcherWatch(Dispatcher dispatcher, Logger logger) {
    this.dispatcher = dispatcher;
    this.logger = logger;
    this.knownLimit = dispatcher.getMaxRequestsPerHost();
  }

  /**
   * A request to {@code service} is about to be sent.
   *
   * @param underWay how many there are to it already
   */
  void look(ServiceUrl service, int underWay) {
    // The one about to be sent is not among those under way.
    int running = underWay + 1;
    if (running < knownLimit || warned.getPlain()) {
      return;
    }
    int limit = dispatcher.getMaxRequestsPerHost();
    knownLimit = limit;
    if (running >= limit && dispatcher.queuedCallsCount() > 0 && !warned.getAndSet(true)) {
      logger.warn(
          "OkHttp's Dispatcher runs {} calls to {} at once, over all its endpoints, and lets others"
              + " wait. Raise maxRequestsPerHost, and maxRequests ({}) with it, or let"
              + " OkHttpLoadBalancing do it: maxConcurrentCalls(...). This is said once for each"
              + " client.",
          limit,
          service,
          dispatcher.getMaxRequests());
    }
  }
}
