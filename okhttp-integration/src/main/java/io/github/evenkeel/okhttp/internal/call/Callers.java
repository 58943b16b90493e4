/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.discovery.EndpointListener;
import io.github.evenkeel.discovery.EndpointSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells services how their callers are spread, by the endpoints of the service that the callers
 * are. As long as that is not known, services make do without.
 */
public final class Callers implements EndpointListener {
  private static final Logger logger = LoggerFactory.getLogger(Callers.class);

  private final EndpointSource source;
  private final List<BalancedService> services;

  /** Makes one that does not watch the callers yet. */
  public Callers(EndpointSource source, List<BalancedService> services) {
    this.source = source;
    this.services = services;
  }

  /**
   * Starts watching the callers.
   *
   * @throws IllegalStateException if the source already has a subscriber, is closed, or throws
   */
  public void start() {
    try {
      source.subscribe(this);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "could not subscribe to the source of callers, " + source + ": " + e, e);
    }
  }

  @Override
  public void onEndpoints(List<Endpoint> callers) {
    try {
      services.forEach(service -> service.setCallers(callers));
    } catch (RuntimeException e) {
      // The caller is a thread of the source, where an exception might never be seen.
      logger.warn("The source of callers, {}, is broken", source, e);
    }
  }

  @Override
  public void onError(DiscoveryException problem) {
    logger.warn("The spread of the callers that is known stays in use: {}", problem.getMessage());
  }

  @Override
  public void onRecovered() {
    logger.info("The spread of the callers is known again");
  }

  /** Stops watching them. */
  public void close() {
    try {
      source.close();
    } catch (Throwable e) { // Whatever is thrown, everything else must still be closed.
      logger.warn("Could not close the source of callers, {}", source, e);
    }
  }
}
