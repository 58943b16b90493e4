/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import io.github.evenkeel.internal.option.Check;

/**
 * A request waited in the {@linkplain RequestQueue queue} for as long as it could, and no endpoint
 * had room for it.
 */
public final class QueueTimeoutException extends OverloadedException {
  private static final long serialVersionUID = 1L;

  private QueueTimeoutException(String service, String message) {
    super(service, message);
  }

  /**
   * Returns what a load balancer throws; for those and for tests.
   *
   * @param service the service's name
   * @param detail how long the request waited, and the limits in force
   */
  public static QueueTimeoutException forService(String service, String detail) {
    Check.notNull(service, "service", "the service's name");
    Check.notNull(detail, "detail", "how long the request waited, and the limits in force");
    return new QueueTimeoutException(
        service, "No room for a request to " + service + " in time: " + detail);
  }
}
