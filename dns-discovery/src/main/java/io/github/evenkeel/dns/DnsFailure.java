/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.dns;

import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.xbill.DNS.WireParseException;

/** There is no answer, or none that can be used. The message says why, alike for each attempt. */
final class DnsFailure extends IOException {
  private static final long serialVersionUID = 1L;

  DnsFailure(String found) {
    super(found);
  }

  /** What is behind a future that failed, in words without the ids and ports of one attempt. */
  static String found(Throwable thrown) {
    Throwable cause = thrown;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof DnsFailure) {
      return String.valueOf(cause.getMessage());
    }
    if (cause instanceof SocketTimeoutException
        || cause instanceof TimeoutException
        || String.valueOf(cause.getMessage()).startsWith("Timed out")) {
      return "no answer in time";
    }
    if (cause instanceof WireParseException) {
      return "an answer that cannot be read";
    }
    return cause instanceof PortUnreachableException
        ? "nobody listens at the name server's port"
        : cause.toString();
  }
}
