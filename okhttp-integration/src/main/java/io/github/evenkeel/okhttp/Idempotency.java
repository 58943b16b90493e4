/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

/**
 * Declares whether a request may reach the service more than once, for requests whose method does
 * not show this or is misleading. Set it as a tag: {@code
 * request.newBuilder().tag(Idempotency.class, Idempotency.IDEMPOTENT)}.
 *
 * <p>Without the tag, a request is idempotent if its method is idempotent by RFC 9110 (GET, HEAD,
 * OPTIONS, TRACE, PUT, DELETE), or if the request has the header {@code Idempotency-Key}, which
 * lets the service recognise a repeated request.
 */
public enum Idempotency {
  /**
   * Sending the request twice has the same effect as sending it once. The body must be neither
   * one-shot nor duplex: a call that is declared idempotent but has such a body fails with a {@link
   * MisuseException}, unless its service has no retries.
   */
  IDEMPOTENT,

  /** The request must not be sent again if it may have arrived. */
  NOT_IDEMPOTENT
}
