/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import io.github.evenkeel.internal.option.Check;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An {@link io.github.evenkeel.discovery.EndpointSource} cannot learn a service's endpoints at the
 * moment: access is denied, the API server is away, the port it was asked for does not exist. The
 * message says which, of which service, and what to do.
 *
 * <p>A failure is {@linkplain #isPermanent() permanent} if waiting alone will not end it, since
 * somebody has to change something; else it is temporary. Sources go on trying after either.
 */
public final class DiscoveryException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean permanent;

  private DiscoveryException(String message, @Nullable Throwable cause, boolean permanent) {
    super(Check.notNull(message, "message", "what is wrong and what to do"), cause);
    this.permanent = permanent;
  }

  /**
   * A failure that may pass by itself: no connection, a server that is overloaded or restarts.
   *
   * @param message what is wrong, of which service, and what to do
   * @param cause the failure behind it, or null if there is none
   */
  public static DiscoveryException temporary(String message, @Nullable Throwable cause) {
    return new DiscoveryException(message, cause, /* permanent= */ false);
  }

  /**
   * A failure that stays until somebody changes something: a permission that is missing, a port
   * that does not exist. Who waits for the endpoints is told at once.
   *
   * @param message what is wrong, of which service, and what to do
   * @param cause the failure behind it, or null if there is none
   */
  public static DiscoveryException permanent(String message, @Nullable Throwable cause) {
    return new DiscoveryException(message, cause, /* permanent= */ true);
  }

  /** Whether it stays until somebody changes something, so that waiting alone is in vain. */
  public boolean isPermanent() {
    return permanent;
  }
}
