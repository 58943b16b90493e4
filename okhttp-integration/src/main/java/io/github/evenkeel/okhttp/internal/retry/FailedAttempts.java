/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.retry;

import io.github.evenkeel.Endpoint;
import io.github.evenkeel.okhttp.internal.call.Attempt;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The attempts of one call that have failed so far. Immutable. */
record FailedAttempts(List<AttemptFailure> failures) {
  static final FailedAttempts NONE = new FailedAttempts(List.of());

  /** Returns these and an attempt whose response has a status that is retried. */
  FailedAttempts with(Endpoint endpoint, int status, long tookNanos) {
    return with(new AttemptFailure(endpoint, "responded with status " + status, tookNanos));
  }

  /** Returns these and an attempt without a response. */
  FailedAttempts with(Endpoint endpoint, IOException failure, long tookNanos) {
    return with(new AttemptFailure(endpoint, "failed with " + readable(failure), tookNanos));
  }

  private FailedAttempts with(AttemptFailure failure) {
    List<AttemptFailure> grown = new ArrayList<>(failures);
    grown.add(failure);
    return new FailedAttempts(List.copyOf(grown));
  }

  /** Returns the exception for the caller, with every attempt suppressed in it. */
  <E extends IOException> E suppressedIn(E last) {
    failures.forEach(last::addSuppressed);
    return last;
  }

  /**
   * Returns an exception like {@code failure} that is not shared with other calls and names the
   * endpoint.
   *
   * <p>OkHttp names the address that it knows, which has the pod's IP but the service's port. If an
   * HTTP/2 connection breaks, OkHttp throws the same exception object to all its calls.
   */
  static IOException forCaller(IOException failure, Attempt attempt, boolean isShared) {
    if (failure instanceof ConnectException) {
      String message =
          "Failed to connect to "
              + attempt.endpoint()
              + " of "
              + attempt.service()
              + ": "
              + reason(rootCause(failure));
      return like(failure, new ConnectException(message), failure.getCause());
    }
    // Only these types come from a connection; exceptions of other types are created for one call.
    Class<?> type = isShared ? failure.getClass() : null;
    if (type == IOException.class) {
      return like(failure, new IOException(failure.getMessage()), failure);
    }
    if (type == SocketException.class) {
      return like(failure, new SocketException(failure.getMessage()), failure);
    }
    if (type == EOFException.class) {
      return like(failure, new EOFException(failure.getMessage()), failure);
    }
    return failure;
  }

  private static IOException like(IOException failure, IOException own, @Nullable Throwable cause) {
    if (cause != null) {
      own.initCause(cause);
    }
    own.setStackTrace(failure.getStackTrace());
    if (cause != failure) {
      for (Throwable suppressed : failure.getSuppressed()) {
        own.addSuppressed(suppressed);
      }
    }
    return own;
  }

  /** OkHttp's own message for a failed connect names an address with the service's port. */
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
