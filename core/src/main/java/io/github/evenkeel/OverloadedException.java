/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import java.io.IOException;

/**
 * A request was not sent, because the limits of its service left no room for it: all endpoints that
 * it may use were at their {@linkplain ConcurrencyLimit limit}, or the service at its limit of
 * requests. Nothing was sent, so the request may be repeated later.
 *
 * <p>Either {@link QueueFullException} or {@link QueueTimeoutException}. Immutable.
 */
public abstract sealed class OverloadedException extends IOException
    permits QueueFullException, QueueTimeoutException {
  private static final long serialVersionUID = 1L;

  private final String service;

  OverloadedException(String service, String message) {
    super(message);
    this.service = service;
  }

  /** The name of the service that has no room. */
  public final String service() {
    return service;
  }
}
