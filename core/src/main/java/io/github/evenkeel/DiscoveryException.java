/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An {@link io.github.evenkeel.discovery.EndpointSource} cannot learn a service's endpoints at the
 * moment: access is denied, the API server is away, the port it was asked for does not exist. The
 * message says which, of which service, and what to do.
 */
public class DiscoveryException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what is wrong, of which service, and what to do
   * @param cause the failure behind it, or null if there is none
   */
  public DiscoveryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
