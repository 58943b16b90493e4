/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

import io.github.evenkeel.Outcome;
import io.github.evenkeel.okhttp.MisuseException;
import io.github.evenkeel.okhttp.internal.call.Facts.Progress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/** What happened to a request whose attempt failed, derived from its {@link Facts}. */
public enum Verdict {
  /** There was no connection to the endpoint, so nothing was sent. */
  NOT_CONNECTED,

  /**
   * The endpoint reported that it did not process the request, or the connection was closed before
   * the request was written. The endpoint itself may be healthy, and may accept the request on
   * another connection.
   */
  NOT_PROCESSED,

  /** The request may have arrived, and may have been acted on. */
  MAY_HAVE_ARRIVED,

  /** The attempt did not fail on the way to the endpoint; no other endpoint would do better. */
  UNRELATED;

  /** Whether it is certain that the request had no effect. */
  boolean isWithoutEffect() {
    return this == NOT_CONNECTED || this == NOT_PROCESSED;
  }

  static Verdict of(Facts facts, IOException failure) {
    if (failure instanceof MisuseException) {
      return UNRELATED;
    }
    if (facts.isLedAwayByCache()) {
      return UNRELATED;
    }
    Verdict last = ofLastExchange(facts.progress(), failure);
    // Whatever happened to a follow-up, the request before the follow-up has arrived.
    return last.isWithoutEffect() && facts.isFollowUp() ? MAY_HAVE_ARRIVED : last;
  }

  private static Verdict ofLastExchange(Progress progress, IOException failure) {
    return switch (progress) {
      case BEGUN, SENT, COMPLETE -> UNRELATED;
      case CONNECT_FAILED -> NOT_CONNECTED;
      case BROKEN -> {
        if (isUnprocessed(failure)) {
          yield NOT_PROCESSED;
        }
        yield isInterruption(failure) ? UNRELATED : MAY_HAVE_ARRIVED;
      }
    };
  }

  /** The outcome that a failed attempt counts as for its endpoint. */
  static Outcome outcome(Facts facts, IOException failure) {
    if (facts.isLedAwayByCache()) {
      return Outcome.CANCELED; // The endpoint received no request.
    }
    return switch (ofLastExchange(facts.progress(), failure)) {
      case NOT_CONNECTED -> Outcome.CONNECT_FAILURE;
      case NOT_PROCESSED -> Outcome.CONNECTION_FAILURE;
      case MAY_HAVE_ARRIVED -> isTimeout(failure) ? Outcome.TIMEOUT : Outcome.CONNECTION_FAILURE;
      // The caller was interrupted, or the caller's body, authenticator or interceptor threw.
      case UNRELATED -> Outcome.CANCELED;
    };
  }

  /**
   * Whether HTTP/2 says that the server did not process the request: the server refused the stream
   * (RFC 9113, section 8.7), or the connection was shut down before the stream or before any stream
   * was opened. OkHttp's types for these failures are internal, so they are recognized by message
   * or class name. If the stream was refused while the request was being written, OkHttp throws the
   * failed write and suppresses the refusal.
   */
  private static boolean isUnprocessed(IOException failure) {
    return isRefusal(failure)
        || Arrays.stream(failure.getSuppressed()).anyMatch(Verdict::isRefusal);
  }

  private static boolean isRefusal(Throwable failure) {
    return "stream was reset: REFUSED_STREAM".equals(failure.getMessage())
        || "Expected a SETTINGS frame but was GOAWAY".equals(failure.getMessage())
        || failure.getClass().getSimpleName().equals("ConnectionShutdownException");
  }

  /** Whether the thread of the caller was interrupted. */
  private static boolean isInterruption(IOException failure) {
    return failure instanceof InterruptedIOException && !isTimeout(failure);
  }

  /**
   * OkHttp has an exception type for connect, read and write timeouts, but not for the call
   * timeout.
   */
  static boolean isTimeout(IOException failure) {
    return failure instanceof SocketTimeoutException
        || (failure instanceof InterruptedIOException && "timeout".equals(failure.getMessage()));
  }
}
