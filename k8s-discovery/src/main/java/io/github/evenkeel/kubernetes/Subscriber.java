/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.discovery.EndpointListener;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listener, whose own faults neither end the watch nor pass unnoticed: they are logged once,
 * until it takes something again. Not safe for use by many threads.
 */
final class Subscriber {
  private static final Logger log = LoggerFactory.getLogger(Subscriber.class);

  private final ServiceName service;
  private final EndpointListener listener;
  private boolean failing;

  Subscriber(ServiceName service, EndpointListener listener) {
    this.service = service;
    this.listener = listener;
  }

  /** Returns whether the listener has taken them. */
  boolean onEndpoints(List<Endpoint> endpoints) {
    return takes(() -> listener.onEndpoints(endpoints));
  }

  void onError(DiscoveryException problem) {
    boolean unused = takes(() -> listener.onError(problem));
  }

  void onRecovered() {
    boolean unused = takes(listener::onRecovered);
  }

  private boolean takes(Runnable call) {
    try {
      call.run();
      failing = false;
      return true;
    } catch (Throwable e) { // The watch outlives whatever a listener throws.
      if (!failing) {
        failing = true;
        log.error(
            "The listener to the endpoints of Service {} threw. It is called again when there is"
                + " something to tell, and hears of the endpoints until it takes them.",
            service,
            e);
      }
      return false;
    }
  }
}
