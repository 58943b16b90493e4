/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.service;

import static java.util.stream.Collectors.groupingBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices requests that look as if they were meant for a service, but whose URL is none of the
 * service's, so that they go unbalanced: to another port of its host, by the other scheme, or by
 * another of the names that Kubernetes gives a Service.
 *
 * <p>Shared by all calls of a client; warns once of each URL. The counter is all clients'.
 */
public final class BypassWatch {
  /** An application has a handful of such URLs; this bounds what one that makes them up costs. */
  private static final int MAX_WARNINGS = 100;

  private final Map<String, List<ServiceUrl>> servicesByName;
  private final LongAdder bypassed;
  private final Logger logger;
  private final Set<ServiceUrl> warned = ConcurrentHashMap.newKeySet();

  /**
   * Makes the watch of one client.
   *
   * @param bypassed counts requests that miss a service by a little
   */
  public BypassWatch(Set<ServiceUrl> services, LongAdder bypassed) {
    this(services, bypassed, LoggerFactory.getLogger(BypassWatch.class));
  }

  BypassWatch(Set<ServiceUrl> services, LongAdder bypassed, Logger logger) {
    this.servicesByName =
        services.stream().collect(groupingBy(service -> HostName.of(service.host()).name()));
    this.bypassed = bypassed;
    this.logger = logger;
  }

  /** A request goes to {@code url}, which is no service's. */
  public void look(ServiceUrl url) {
    ServiceUrl service = lookalike(url);
    if (service == null) {
      return;
    }
    bypassed.increment();
    if (warned.size() < MAX_WARNINGS && warned.add(url)) {
      logger.warn(
          "Requests to {} are not balanced: they go where this URL says, although it looks like"
              + " service {}. If they are meant for the service, use its base URL, or add"
              + " aliases(\"{}\") to it. This is said once for each client and URL.",
          url,
          service,
          url);
    }
  }

  private @Nullable ServiceUrl lookalike(ServiceUrl url) {
    HostName host = HostName.of(url.host());
    for (ServiceUrl service : servicesByName.getOrDefault(host.name(), List.of())) {
      if (HostName.of(service.host()).mayBe(host)) {
        return service;
      }
    }
    return null;
  }
}
