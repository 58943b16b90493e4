/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.transport;

import okhttp3.Connection;

/** Whether a connection carries one request at a time, or many. */
public final class Multiplexing {
  private Multiplexing() {}

  /** Whether {@code connection} carries many requests at a time. */
  public static boolean isUsedBy(Connection connection) {
    return switch (connection.protocol()) {
      case HTTP_2, H2_PRIOR_KNOWLEDGE -> true;
      default -> false;
    };
  }
}
