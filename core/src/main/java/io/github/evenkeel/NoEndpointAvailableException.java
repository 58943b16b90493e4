/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A request could not be sent because its service has no endpoint to send it to. The message names
 * the service, says what is known of it and what to do. The {@linkplain #getCause() cause}, if
 * there is one, is why discovery knows no endpoint.
 */
public class NoEndpointAvailableException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String service;

  /**
   * Makes an exception.
   *
   * @param service the service's name
   * @param detail what is known of it, and what to do
   * @param cause why nothing is known, or null
   */
  public NoEndpointAvailableException(String service, String detail, @Nullable Throwable cause) {
    super("No endpoint available for service " + service + ": " + detail, cause);
    this.service = service;
  }

  /** The name of the service that has no endpoint. */
  public String service() {
    return service;
  }
}
