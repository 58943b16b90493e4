/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import io.github.evenkeel.internal.option.Check;

/**
 * A request found no room and could not wait for any: the {@linkplain RequestQueue queue} was full
 * or turned off, or the request was begun by {@link LoadBalancer#beginRequest}, which never waits.
 * Envoy calls this an overflow of pending requests.
 */
public final class QueueFullException extends OverloadedException {
  private static final long serialVersionUID = 1L;

  private QueueFullException(String service, String message) {
    super(service, message);
  }

  /**
   * Returns what a load balancer throws; for those and for tests.
   *
   * @param service the service's name
   * @param detail why the request could not wait, and the limits in force
   */
  public static QueueFullException forService(String service, String detail) {
    Check.notNull(service, "service", "the service's name");
    Check.notNull(detail, "detail", "why the request could not wait, and the limits in force");
    return new QueueFullException(service, "No room for a request to " + service + ": " + detail);
  }
}
