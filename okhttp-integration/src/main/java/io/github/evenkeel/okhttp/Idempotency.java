/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

/**
 * Says of one request whether it may reach the service more than once, where its method does not
 * tell or tells wrong. Set it as a tag: {@code request.newBuilder().tag(Idempotency.class,
 * Idempotency.IDEMPOTENT)}.
 *
 * <p>Without the tag, a request is idempotent if its method is by RFC 9110 (GET, HEAD, OPTIONS,
 * TRACE, PUT, DELETE), or if it has the header {@code Idempotency-Key}, by which the service
 * recognises a repetition.
 */
public enum Idempotency {
  /**
   * Sending it twice does what sending it once does. Its body must be neither one-shot nor duplex:
   * a call that is declared repeatable and is not fails with a {@link MisuseException}, unless its
   * service has no retries.
   */
  IDEMPOTENT,

  /** It must not be sent again if it may have arrived. */
  NOT_IDEMPOTENT
}
