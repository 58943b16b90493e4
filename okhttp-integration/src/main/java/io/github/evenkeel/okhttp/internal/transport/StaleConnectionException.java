/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.transport;

import java.io.IOException;
import okhttp3.Connection;

/**
 * A connection was closed before the request was written to it. Nothing was sent, so the request is
 * sent on another connection.
 */
public final class StaleConnectionException extends IOException {
  private static final long serialVersionUID = 1L;

  StaleConnectionException(Connection connection) {
    super("The server had closed the kept " + connection + ". Nothing was sent on it");
  }
}
