/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

/**
 * What becomes of a request for which the limits of a service leave no room, neither at once nor
 * within the time that the request may wait.
 */
public enum OverloadPolicy {
  /** The request fails with an {@link io.github.evenkeel.OverloadedException}. */
  FAIL,

  /**
   * The request gets a response with status 503 that no endpoint has sent. Its body is the message
   * of the exception.
   */
  RESPOND_503,

  /** The same with status 429. */
  RESPOND_429
}
