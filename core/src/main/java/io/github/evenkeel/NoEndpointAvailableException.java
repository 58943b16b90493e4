/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import io.github.evenkeel.internal.option.Check;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A request could not be sent because its service has no endpoint to send it to, or because most
 * are ejected and {@link OutlierDetection} admits only a part of the requests. The message names
 * the service, says what is known of it and what to do. The {@linkplain #getCause() cause}, if
 * there is one, is why discovery knows no endpoint.
 */
public final class NoEndpointAvailableException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String service;

  private NoEndpointAvailableException(String message, @Nullable Throwable cause, String service) {
    super(message, cause);
    this.service = service;
  }

  /**
   * Returns what a load balancer throws; for those and for tests.
   *
   * @param service the service's name
   * @param detail what is known of it, and what to do
   * @param cause why nothing is known, or null
   */
  public static NoEndpointAvailableException forService(
      String service, String detail, @Nullable Throwable cause) {
    Check.notNull(service, "service", "the service's name");
    Check.notNull(detail, "detail", "what is known of the service, and what to do");
    return new NoEndpointAvailableException(
        "No endpoint available for service " + service + ": " + detail, cause, service);
  }

  /** The name of the service that has no endpoint. */
  public String service() {
    return service;
  }
}
