/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.retry;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.okhttp.internal.service.ServiceUrl;
import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;

/** The attempts of one call that failed so far. For one thread. */
public final class FailedAttempts {
  private final List<AttemptFailure> failures = new ArrayList<>(0);

  /** The response to an attempt has a status that is retried. */
  void add(Endpoint endpoint, int status, long tookNanos) {
    failures.add(new AttemptFailure(endpoint, "responded with status " + status, tookNanos));
  }

  void add(Endpoint endpoint, IOException failure, long tookNanos) {
    failures.add(new AttemptFailure(endpoint, "failed with " + readable(failure), tookNanos));
  }

  /** Returns the exception for the caller, which tells of every attempt. */
  <E extends IOException> E suppressedIn(E last) {
    failures.forEach(last::addSuppressed);
    return last;
  }

  /**
   * Returns an exception like {@code last} that names the endpoint. OkHttp names the address that
   * it knows of, which has the pod's IP but the service's port.
   */
  static IOException named(IOException last, Endpoint endpoint, ServiceUrl service) {
    if (!(last instanceof ConnectException)) {
      return last;
    }
    ConnectException named =
        new ConnectException(
            "Failed to connect to " + endpoint + " of " + service + ": " + reason(rootCause(last)));
    Throwable cause = last.getCause();
    if (cause != null) {
      named.initCause(cause);
    }
    named.setStackTrace(last.getStackTrace());
    for (Throwable suppressed : last.getSuppressed()) {
      named.addSuppressed(suppressed);
    }
    return named;
  }

  /** OkHttp's own message of a failed connect names an address with the service's port. */
  private static Throwable readable(IOException failure) {
    return failure instanceof ConnectException ? rootCause(failure) : failure;
  }

  private static String reason(Throwable cause) {
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  private static Throwable rootCause(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root;
  }
}
