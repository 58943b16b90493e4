/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp.internal.call;

/**
 * What OkHttp's events have reported about one attempt.
 *
 * <p>Writers: the thread that executes the call, then the one that reads the response body.
 * Readers: any thread, through one volatile field each. Invariant: progress never goes back within
 * one exchange of a request and its response; a follow-up begins the next exchange. Why: a call may
 * be canceled, and a lease completed, on any thread.
 */
final class Facts {

  /** How far the exchange has progressed on the network. */
  enum Progress {
    /**
     * Nothing is known about a connection. The exchange may be on a connection that was already
     * open.
     */
    BEGUN,
    /** No connection could be established. */
    CONNECT_FAILED,
    /** At least a part of the request was written to a connection. */
    SENT,
    /** The connection failed after that. */
    BROKEN,
    /** The response was read to its end. */
    COMPLETE
  }

  private volatile Progress progress = Progress.BEGUN;
  private volatile boolean newConnection;
  private volatile boolean requestBodyBegun;
  private volatile boolean followUp;
  private volatile boolean ledAwayByCache;

  Progress progress() {
    return progress;
  }

  /** Whether the exchange uses a connection that was opened for it. */
  boolean isOnNewConnection() {
    return newConnection;
  }

  /** Whether the request's body was requested, so that a one-shot body is consumed. */
  boolean isRequestBodyBegun() {
    return requestBodyBegun;
  }

  /**
   * Whether the current request follows from the response to an earlier request of this attempt.
   */
  boolean isFollowUp() {
    return followUp;
  }

  /**
   * Whether the client's cache has a redirect that leads out of the service, from before the client
   * was wrapped. OkHttp follows that redirect before {@link RouteGuard} can stop it, and then
   * fails.
   */
  boolean isLedAwayByCache() {
    return ledAwayByCache;
  }

  void connected() {
    newConnection = true;
  }

  void connectFailed() {
    if (progress == Progress.BEGUN) {
      progress = Progress.CONNECT_FAILED;
    }
  }

  void requestSent() {
    progress = Progress.SENT;
  }

  void requestBodyBegun() {
    requestBodyBegun = true;
  }

  void broken() {
    progress = Progress.BROKEN;
  }

  void complete() {
    progress = Progress.COMPLETE;
  }

  /** Records that OkHttp follows up on the response with another request. */
  void followUp(boolean leadsAwayFromCache) {
    followUp = true;
    ledAwayByCache = leadsAwayFromCache;
    newConnection = false;
    progress = Progress.BEGUN;
  }
}
